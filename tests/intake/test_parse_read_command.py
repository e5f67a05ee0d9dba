"""`read`: one JSON line per file, in order, whatever the files are."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from infra.local.read import main
from tests.builders.mail import PDF, multipart, part, text_part

KEYS = {
    "file", "from", "to", "subject", "message_id", "in_reply_to", "kind", "text", "html", "reply_text",
    "quoted_text", "attachments", "verdicts", "warnings",
}


def test_each_file_gets_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = multipart(text_part("Voici.\r\n\r\n> cité"), part(PDF, "application/pdf; name=devis.pdf"))
    good, empty, absent = tmp_path / "bon.eml", tmp_path / "vide.eml", tmp_path / "absent.eml"
    good.write_bytes(raw)
    empty.write_bytes(b"")
    folder = tmp_path / "pieces"
    assert main([str(absent), str(good), str(empty), str(tmp_path), "--save", str(folder)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["file"] for line in lines] == [str(absent), str(good), str(empty), str(tmp_path)]
    assert all(line.keys() >= KEYS for line in lines)
    assert lines[0]["warnings"][0].startswith("unreadable")
    assert (lines[1]["reply_text"], lines[1]["quoted_text"].strip()) == ("Voici.", "> cité")
    assert (lines[1]["from"], lines[1]["to"]) == ("Paul Morel <paul@plomberie-morel.fr>", ["dossier@agence-rivoli.fr"])
    told = lines[1]["attachments"][0]
    assert told.keys() == {"filename", "content_type", "size", "sha256", "part"}
    assert told["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (folder / told["sha256"]).read_bytes() == PDF


def test_a_file_has_no_verdicts_to_believe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """M-43."""
    file = tmp_path / "a.eml"
    file.write_bytes(b"From: a@b.fr\r\nX-SES-Spam-Verdict: PASS\r\n\r\nx")
    main([str(file)])
    assert json.loads(capsys.readouterr().out)["verdicts"]["spam"] == "MISSING"
