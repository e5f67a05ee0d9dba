"""The standard corpus: 200 mails of 20 senders, half new requests, half replies, each with its own PDF.

Each PDF is 200 KiB of seeded noise behind a PDF header: distinct, incompressible, the same on every run.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator

from chalicelib.domain.change import Change
from chalicelib.domain.party import AddressHolder, Party, PartyAddress

SENDERS = 20
PDF_BYTES = 200 * 1024


def tenants() -> list[Party]:
    return [Party(f"bench{n}", "tenant", f"Locataire {n}", (f"locataire{n}@bench.example",)) for n in range(SENDERS)]


def people() -> Iterator[Change]:
    """Directory entries of the senders."""
    for party in tenants():
        holder = AddressHolder(party.id, party.role, party.name)
        yield Change(added=(party, PartyAddress(party.email, (holder,))))


def request(n: int, domain: str) -> bytes:
    """A new request of one of the tenants."""
    return _mail(n, f"travaux@{domain}", f"Fuite numéro {n}", f"Il y a une fuite, étage {n}.", f"new-{n}")


def reply(n: int, address: str) -> bytes:
    """His answer, above the quoted mail."""
    text = (f"Voici la photo et le papier, message {n}.\r\n\r\nLe lun. 23 nov. 2026 à 10:00, Agence Rivoli "
            "<travaux@courrier.rivoli.example> a écrit :\r\n> Bonjour,\r\n> Merci de nous répondre.\r\n")
    return _mail(n, address, f"Re: Fuite numéro {n}", text, f"reply-{n}")


def _mail(n: int, to: str, subject: str, text: str, name: str) -> bytes:
    pdf = b"%PDF-1.7\n" + random.Random(name).randbytes(PDF_BYTES)
    encoded = base64.encodebytes(pdf).replace(b"\n", b"\r\n").decode()
    sender = f"locataire{n % SENDERS}@bench.example"
    return (
        f"Received: from mx{n}.bench.example by inbound; Mon, 23 Nov 2026 10:00:00 +0100\r\n"
        f"From: Locataire {n % SENDERS} <{sender}>\r\nTo: {to}\r\n"
        f"Subject: {subject}\r\nMessage-ID: <{name}@bench.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="frontier"\r\n\r\n'
        "--frontier\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{text}\r\n--frontier\r\nContent-Type: application/pdf; name=\"devis {n}.pdf\"\r\n"
        f"Content-Disposition: attachment; filename=\"devis {n}.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{encoded}--frontier--\r\n"
    ).encode()
