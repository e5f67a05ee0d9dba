"""Previews are small, upright, without a trace of the camera, or absent."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from chalicelib.intake.preview import MAX_BYTES, WIDTH, preview
from tests.intake.documents.raw_pdf import pdf_of

FOLDER = Path(__file__).parent / "documents"


def image(size: tuple[int, int], kind: str, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    assert len(content) <= MAX_BYTES
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "WEBP"
    return picture


def test_page_one_of_a_pdf_is_720_wide() -> None:
    picture = opened(preview((FOLDER / "quote_table.pdf").read_bytes(), "application/pdf"))
    assert abs(picture.width - WIDTH) <= 1


@pytest.mark.parametrize(
    ("kind", "claimed", "mode"),
    [
        ("JPEG", "image/jpeg", "RGB"),
        ("PNG", "image/png", "RGBA"),
        ("WEBP", "image/webp", "RGB"),
        ("JPEG", "", "L"),
    ],
)
def test_a_noisy_photo_is_brought_under_its_budget(kind: str, claimed: str, mode: str) -> None:
    assert opened(preview(image((3000, 2000), kind, mode), claimed)).width <= WIDTH


def test_a_photo_is_turned_upright_and_loses_its_exif() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CameraMaker"
    content = preview(image((800, 400), "JPEG", exif=exif), "image/jpeg")
    picture = opened(content)
    assert picture.height > picture.width
    assert not picture.getexif()
    assert content is not None
    assert b"CameraMaker" not in content


def png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 9_000_000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "claimed"),
    [
        (b"", "image/jpeg"),
        (b"\xff\xd8\xff garbage", "image/jpeg"),
        (png_of(50_000, 50_000), "image/png"),
        (image((40, 40), "PNG"), "image/jpeg"),
        (b"MZ\x90\x00", "application/pdf"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 50, "image/heic"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
    ],
)
def test_what_cannot_or_must_not_be_drawn_has_no_preview(content: bytes, claimed: str) -> None:
    assert preview(content, claimed) is None


def test_a_page_as_large_as_a_city_is_drawn_small() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 90000000 90000000]>>"
    opened(preview(pdf_of(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page), "application/pdf"))
