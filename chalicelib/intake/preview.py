"""A picture of page 1 in a mail-sized file: 720 pixels wide, at most 40 kB, nothing of the original in it.

The pixels are drawn anew, so neither position nor camera data (EXIF), script nor attachment can follow.
An image too large to be opened safely, or whose bytes are not what it claims to be, has no preview.
"""

from __future__ import annotations

import io
from typing import Any, Final

from chalicelib.intake.extract.file_type import file_type, image_type
from chalicelib.intake.extract.isolation import ask

WIDTH: Final = 720
MAX_HEIGHT: Final = 1_440
MAX_BYTES: Final = 40_000
MAX_PIXELS: Final = 60_000_000
MAX_JPEG_PIXELS: Final = 250_000_000
_QUALITIES: Final = (80, 68, 55, 42, 30, 18, 8)
_OPENED: Final = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")
_ANY_TYPE: Final = ("", "application/octet-stream", "binary/octet-stream")


def preview(content: bytes, content_type: str) -> bytes | None:
    """A WebP picture of a PDF's first page or of an image; None when it cannot be drawn."""
    if not _is_claimed(content, content_type.split(";")[0].strip().lower()):
        return None
    answer = ask({"task": "preview", "content_type": content_type}, content)
    return answer if isinstance(answer, bytes) else None


def draw(content: bytes, content_type: str) -> bytes | None:
    """Draw the preview in this process; raises what the libraries raise on a bad file."""
    if not _is_claimed(content, content_type.split(";")[0].strip().lower()):
        return None
    image = _page_one(content) if file_type(content) == "pdf" else _opened(content)
    return None if image is None else _fitted(image)


def _is_claimed(content: bytes, claimed: str) -> bool:
    """Whether the bytes are a drawable kind, and the one they were sent as."""
    if file_type(content) == "pdf":
        return claimed in ("application/pdf", "application/x-pdf", *_ANY_TYPE)
    known = image_type(content)
    same = claimed in (known, *_ANY_TYPE) or (
        known == "image/jpeg" and claimed in ("image/jpg", "image/pjpeg")
    )
    return bool(known) and known != "image/heic" and same


def _page_one(content: bytes) -> Any:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        width, height = page.get_size()
        if width < 1 or height < 1:
            return None
        scale = min(WIDTH / width, MAX_HEIGHT / height)
        return page.render(scale=scale, draw_annots=False).to_pil().convert("RGB")


def _opened(content: bytes) -> Any:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS
    with Image.open(io.BytesIO(content), formats=_OPENED) as image:
        limit = MAX_JPEG_PIXELS if image.format == "JPEG" else MAX_PIXELS
        if image.width * image.height > limit:
            return None
        image.draft("RGB", (WIDTH * 2, WIDTH * 2))
        image.thumbnail((MAX_HEIGHT, MAX_HEIGHT), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(image)
        return _on_white(upright)


def _on_white(image: Any) -> Any:
    """Transparent parts become paper, since the preview has no transparency."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA", "P", "PA"):
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    return paper.convert("RGB")


def _fitted(image: Any) -> bytes | None:
    """Lower the quality, then the size, until the picture fits its budget."""
    size = min(1.0, WIDTH / image.width, MAX_HEIGHT / image.height)
    for shrink in (1.0, 0.7, 0.45):
        factor = size * shrink
        at = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
        smaller = image.resize(at) if at != image.size else image
        for quality in _QUALITIES:
            out = io.BytesIO()
            smaller.save(out, "WEBP", quality=quality, method=4)
            if out.tell() <= MAX_BYTES:
                return out.getvalue()
    return None
