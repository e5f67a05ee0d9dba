"""M-113: broken copies of every message; a seed is printed so that a failure can be repeated."""

from __future__ import annotations

import random
import re
import time

from chalicelib.intake.parse import parse, parse_cut
from tests.builders.mail import JPEG, PDF, multipart, part, text_part
from tests.intake.corpora import MESSAGES

SEEDS = 200
MUTANTS_PER_SEED = 10
_OWN = [
    multipart(text_part("Voici le devis."), part(PDF * 60, "application/pdf; name=devis.pdf")),
    multipart(text_part("Deux photos"), part(JPEG * 20, "image/jpeg; name=image0.jpeg")),
]


def test_two_thousand_mutants_are_read() -> None:
    """No exception, under 5 s each, no text silently given up, and cutting stays exact."""
    originals = [message.read_bytes() for message in MESSAGES] or _OWN
    for seed in range(SEEDS):
        chance = random.Random(seed)
        for _ in range(MUTANTS_PER_SEED):
            raw = _mutant(chance.choice(originals), chance)
            begun = time.perf_counter()
            mail = parse(raw)
            assert time.perf_counter() - begun < 5, f"seed {seed}"
            assert not any(code.startswith("unreadable") for code in mail.warnings), f"seed {seed}"
            assert seed % 4 or mail == parse_cut(raw, cut=False), f"seed {seed}"


def _mutant(raw: bytes, chance: random.Random) -> bytes:
    return chance.choice((_truncated, _flipped, _unbounded, _doubled, _with_nuls))(raw, chance)


def _truncated(raw: bytes, chance: random.Random) -> bytes:
    return raw[:chance.randrange(len(raw) + 1)]


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(50):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _unbounded(raw: bytes, chance: random.Random) -> bytes:
    found = re.search(rb'boundary="?([^"\r\n;]+)', raw)
    return raw.replace(found[1], b"", chance.choice((1, 2, -1))) if found else raw


def _doubled(raw: bytes, chance: random.Random) -> bytes:
    head = re.split(rb"\r?\n\r?\n", raw)[0]
    return head + b"\n" + raw


def _with_nuls(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + bytes(chance.randrange(1, 30)) + raw[place:]
