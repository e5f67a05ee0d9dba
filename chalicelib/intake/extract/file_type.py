"""What a file is, by its first bytes; its name and declared type are only claims."""

from __future__ import annotations

from typing import Final, Literal

FileType = Literal["pdf", "image", "xml", "unknown"]

_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_IMAGES: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def file_type(content: bytes) -> FileType:
    """pdf, image, xml or unknown."""
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if image_type(content):
        return "image"
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "xml" if start.startswith(b"<?xml") or b"CrossIndustry" in start else "unknown"


def image_type(content: bytes) -> str:
    """The media type of an image, empty when it is none we know."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "image/heic"
    return next((kind for magic, kind in _IMAGES if content.startswith(magic)), "")
