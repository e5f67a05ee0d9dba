"""The command prints one line per file, in the order given, whatever the files are."""

import json
from pathlib import Path

import pytest

from infra.local.extract import main

FOLDER = Path(__file__).parent / "documents"


def lines(capsys: pytest.CaptureFixture[str], *names: str) -> list[dict[str, object]]:
    assert main(names) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_quote_is_printed_with_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = lines(capsys, str(FOLDER / "quote_table.pdf"))
    assert line["kind"] == "quote"
    assert (line["gross_cents"], line["valid_until"], line["due_on"]) == (127380, "2026-06-03", None)
    assert (line["source"], line["warnings"], line["proposed"]) == ("text", [], [])


def test_what_is_unsure_is_printed_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = lines(capsys, str(FOLDER / "invoice_does_not_close.pdf"))
    assert line["gross_cents"] == 37666
    assert "gross_cents" in str(line["proposed"])


def test_files_that_cannot_be_read_keep_their_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.bin").write_bytes(b"x")
    found = lines(
        capsys, str(tmp_path / "missing.pdf"), str(tmp_path / "a.bin"), str(FOLDER / "bank_details.pdf")
    )
    assert [line["kind"] for line in found] == ["other", "other", "bank_details"]
    assert found[0]["warnings"]


def test_nothing_to_read_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
