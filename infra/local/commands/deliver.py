"""`deliver`: hands raw mails to the SMTP door of the running instance."""

from __future__ import annotations

import argparse
import json
import os
import re
import smtplib
from email import message_from_bytes, policy
from email.utils import getaddresses, parseaddr
from pathlib import Path

from ..instance import HOST, running

_BARE = re.compile(rb"(?<!\r)\n")


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local deliver", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE.eml", type=Path)
    parser.add_argument("--to", action="append", default=[], help="envelope recipient; repeat for several")
    parser.add_argument("--from", dest="sender", help="envelope sender; default: Return-Path, else From")
    given = parser.parse_args(argv)
    return max(_deliver(path, given.to, given.sender) for path in given.files)


def _deliver(path: Path, to: list[str], sender: str | None) -> int:
    """One mail, one JSON line: what the door said."""
    try:
        # A file on disk may end its lines as this system does; on the wire a line ends in CR LF.
        raw = _BARE.sub(b"\r\n", path.read_bytes())
        told = _hand_in(raw, to or _recipients(raw), _sender(raw) if sender is None else sender)
    except OSError as error:
        told = {"ok": False, "answer": str(error)}
    print(json.dumps({"file": str(path), **told}, ensure_ascii=False), flush=True)
    return 0 if told["ok"] else 1


def _hand_in(raw: bytes, to: list[str], sender: str) -> dict:
    if not to:
        return {"ok": False, "answer": "no recipient of the inbound domain in the mail; say --to"}
    with smtplib.SMTP(HOST, running().smtp_port, "localhost", timeout=60) as smtp:
        smtp.ehlo()
        steps = [lambda: smtp.mail(sender, [f"size={len(raw)}"])]
        steps += [lambda address=address: smtp.rcpt(address) for address in to]
        for step in [*steps, lambda: smtp.data(raw)]:
            code, answer = step()
            if code >= 400:
                break
    return {"ok": code < 400, "code": code, "answer": answer.decode("utf-8", "replace"), "to": to}


def _headers(raw: bytes, *names: str) -> list[str]:
    message = message_from_bytes(raw, policy=policy.compat32)
    return [str(value) for name in names for value in message.get_all(name, [])]


def _recipients(raw: bytes) -> list[str]:
    """The addresses of the mail that are ours, as a mail server would have found them."""
    domains = os.environ.get("INBOUND_DOMAIN", running().environment()["INBOUND_DOMAIN"]).lower().split(",")
    found = getaddresses(_headers(raw, "To", "Cc", "Delivered-To", "X-Original-To"))
    ours = [address for _, address in found if address.rpartition("@")[2].lower() in domains]
    return list(dict.fromkeys(ours))


def _sender(raw: bytes) -> str:
    """A Return-Path is the envelope sender itself, and empty for reports."""
    path = _headers(raw, "Return-Path")
    return parseaddr(path[0])[1] if path else parseaddr("".join(_headers(raw, "From")[:1]))[1]
