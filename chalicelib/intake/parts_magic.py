"""What a file is, its first bytes say; the declaration and the extension are only noted (M-34).

A declared type that the bytes deny is a conflict: such a file is kept but never previewed.
"""

from __future__ import annotations

PDF = "application/pdf"
UNKNOWN = "application/octet-stream"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"-----BEGIN PGP MESSAGE", "application/pgp-encrypted"),
)
_SHORT = {"image/bmp": 26, "application/vnd.microsoft.portable-executable": 64}
_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"hevc": "image/heic", b"heim": "image/heic",
    b"mif1": "image/heif", b"msf1": "image/heif", b"avif": "image/avif", b"qt  ": "video/quicktime",
}
_OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
)
_EXTENSIONS = {
    PDF: "pdf", "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/tiff": "tif",
    "image/bmp": "bmp", "image/webp": "webp", "image/heic": "heic", "image/heif": "heif",
    "image/avif": "avif", "video/mp4": "mp4", "video/quicktime": "mov", "application/rtf": "rtf",
    "application/zip": "zip", "application/gzip": "gz", "application/vnd.rar": "rar",
    "application/x-7z-compressed": "7z", "application/ms-tnef": "dat", "text/calendar": "ics",
    "text/vcard": "vcf", "text/plain": "txt", "text/html": "html", "text/csv": "csv", "text/xml": "xml",
    "application/xml": "xml", "message/rfc822": "eml", "message/delivery-status": "txt",
    "text/rfc822-headers": "txt", "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m",
    "application/pkcs7-signature": "p7s", "application/x-pkcs7-signature": "p7s",
    "application/pgp-signature": "asc", "application/pgp-encrypted": "asc", "audio/mpeg": "mp3",
    "application/msword": "doc", "application/vnd.ms-excel": "xls", _OFFICE[0][1]: "docx",
    _OFFICE[1][1]: "xlsx", _OFFICE[2][1]: "pptx", _OFFICE[3][1]: "odt", _OFFICE[4][1]: "ods",
}
_TOLD = frozenset(kind for _, kind in _SIGNATURES) | frozenset(_BRANDS.values()) | {"image/webp"}
_SAME = {
    "image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png",
    "application/x-pdf": PDF, "text/rtf": "application/rtf", "application/vnd.ms-tnef": "application/ms-tnef",
    "application/x-gzip": "application/gzip", "application/x-zip-compressed": "application/zip",
    "text/x-vcard": "text/vcard", "application/ics": "text/calendar",
}
_GENERIC = frozenset({"", UNKNOWN, "application/binary", "application/x-download", "text/plain"})
_FAMILIES = (("image/",), ("video/", "audio/"), ("application/zip", "application/vnd.o", "application/x-zip"),
             ("application/x-ole", "application/msword", "application/vnd.ms-", "application/ms"))


def told_by(data: bytes) -> str:
    """The type the bytes tell, or an empty string."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature) and len(data) >= _SHORT.get(kind, 0):
            return kind
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "video/mp4")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK\x03\x04"):
        return _zip(data[:4_000] + data[-4_000:])
    return PDF if b"%PDF-" in data[:1_024] else ""


def _zip(ends: bytes) -> str:
    return next((kind for word, kind in _OFFICE if word in ends), "application/zip")


def content_type(data: bytes, declared: str) -> tuple[str, bool]:
    """The type to work with, and whether the declaration is denied by the bytes."""
    told, said = told_by(data), _SAME.get(declared, declared)
    if told:
        return told, not (said in _GENERIC or said == told or _related(said, told))
    denied = bool(data) and said in _TOLD and not said.startswith(("text/", "application/pgp"))
    return declared or UNKNOWN, denied


def _related(said: str, told: str) -> bool:
    return any(said.startswith(family) and told.startswith(family) for family in _FAMILIES)


def promised(name: str) -> str:
    """The type the ending of a name promises, or an empty string: a promise to check, never a fact."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return next((kind for kind, usual in _EXTENSIONS.items() if usual == ending), _SAME.get(f"image/{ending}", ""))


def extension(kind: str) -> str:
    return _EXTENSIONS.get(kind, "bin")
