"""A crash anywhere between the look at a ticket and the mail is safe (R-1, R-4, SIM-1, SIM-4): nobody is written to
twice but for an answer that SES lost, which is flagged, and nobody is forgotten."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, get_args

import pytest

from chalicelib.domain.change import Outdated
from chalicelib.usecases.sweep import sweep
from tests.builders.reminders import FIRM, OWNER, history, reminders_to, waiting
from tests.builders.waiting import file_of
from tests.builders.worker import work
from tests.fakes.faults import Killed, Mode, NoAnswer, Outage
from tests.fakes.office import World

MODES: tuple[Mode, ...] = get_args(Mode)


def prepared() -> tuple[World, tuple[int, ...]]:
    """Two quotes awaited from one firm and a decision from an owner, all due on Wednesday at eight."""
    world = World()
    numbers = (waiting(world, 1001, "quoting", mission="asked"), waiting(world, 1002, "quoting", mission="asked"),
               waiting(world, 1900, "awaiting_approval"))
    world.later(minutes=20)
    sweep(world.office, world.now)
    world.now = world.now.replace(day=25, hour=7, minute=0)
    world.faults.count, world.faults.names = 0, []
    return world, numbers


def lived(at: int, mode: Mode) -> tuple[World, tuple[int, ...]]:
    """The morning, minute by minute, with one fault; SQS and Lambda call again whatever fails."""
    world, numbers = prepared()
    world.faults.at, world.faults.mode = at, mode
    for minutes in (0, 2, 4, 3, 3, 3, 4, 8, 8, 8):
        world.later(minutes=minutes)
        for act in (lambda: sweep(world.office, world.now), lambda: work(world)):
            try:
                act()
            except (Outage, NoAnswer, Killed, Outdated):
                continue
    world.faults.at = -1
    return world, numbers


def end_of(world: World, numbers: tuple[int, ...]) -> dict[str, Any]:
    return {
        "mails": Counter(to for to in (FIRM, OWNER) for _ in reminders_to(world, to)),
        "reminders": [[(r.kind, r.step, r.state) for r in file_of(world, n).reminders] for n in numbers],
        "history": [[w for w in history(world, n) if w.startswith(("reminded", "task"))] for n in numbers],
        "looks": [w.look_at if (w := file_of(world, n).watch) else None for n in numbers],
    }


def may_double(names: list[str], at: int, mode: Mode) -> bool:
    """SES accepted and nobody heard of it: its answer was lost, or the process died before writing it down."""
    if names[at] == "ses.send":
        return mode.endswith("after")
    since = names[:at][::-1]
    unwritten = "ses.send" in since and "table.write" not in since[:since.index("ses.send")]
    return unwritten and (mode == "kill_before" or (mode == "kill_after" and names[at] != "table.write"))


def test_every_fault_ends_as_the_clean_morning(capsys: pytest.CaptureFixture[str]) -> None:
    clean_world, numbers = lived(-1, "fail_before")
    clean, names = end_of(clean_world, numbers), clean_world.faults.names
    assert clean["mails"] == {FIRM: 1, OWNER: 1}
    assert clean["history"] == [["reminded_quote"], ["reminded_quote"], ["reminded_decision"]]
    calls = max(n for n, name in enumerate(names) if name == "table.write") + 1
    doubled = 0
    for at in range(calls):
        for mode in MODES:
            world, same = lived(at, mode)
            end = end_of(world, same)
            extra = end["mails"] - clean["mails"]
            if extra:
                assert may_double(names, at, mode), (at, mode, names[at])
                assert any("maybe_double" in history(world, n) for n in same)
                doubled += extra.total()
                end["mails"] = clean["mails"]
            assert end == clean, (at, mode, names[at])
    with capsys.disabled():
        print("\n" + json.dumps({"act": "remind", "calls": calls, "runs": calls * len(MODES), "doubles": doubled}))
