"""The journal as a file: a torn end is cut, damage is refused, and every call must apply again."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.engine_process import NotStarted
from tests.engine import Engine
from tests.local import table

pytestmark = pytest.mark.needs_engine


@pytest.fixture
def written(own_engine: Engine) -> Engine:
    """An engine killed after its table and five items were written, one journal line each."""
    for number in range(5):
        table.put(own_engine, str(number))
    own_engine.kill()
    return own_engine


def journal(engine: Engine) -> Path:
    return engine.data / "aws" / "journal-0"


def test_a_torn_last_line_is_cut_before_anything_is_appended(written: Engine) -> None:
    content = journal(written).read_bytes()
    journal(written).write_bytes(content[:-20])
    written.start()
    assert table.keys(written) == {"0", "1", "2", "3"}
    table.put(written, "new")
    written.kill()
    written.start()
    assert table.keys(written) == {"0", "1", "2", "3", "new"}


def test_a_torn_line_may_be_the_only_one(written: Engine) -> None:
    journal(written).write_bytes(journal(written).read_bytes()[:50])
    written.start()
    table.create(written)
    table.put(written, "first")
    written.kill()
    written.start()
    assert table.keys(written) == {"first"}


@pytest.mark.parametrize("change", ["altered", "missing"])
def test_damage_in_the_middle_refuses_to_start(written: Engine, change: str, capfd) -> None:
    lines = journal(written).read_bytes().splitlines(keepends=True)
    lines[2:3] = [lines[2].replace(b"pk", b"kp", 1)] if change == "altered" else []
    journal(written).write_bytes(b"".join(lines))
    with pytest.raises(NotStarted):
        written.start()
    assert "line" in capfd.readouterr().err


def test_a_call_that_does_not_apply_again_is_named(written: Engine, capfd) -> None:
    lines = journal(written).read_bytes().splitlines(keepends=True)
    (written.data / "aws" / "journal-0").write_bytes(b"")
    from infra.local.engine import record

    puts = [record.decode(line, number) for number, line in enumerate(lines)][1:]
    journal(written).write_bytes(b"".join(record.encode(number, each) for number, each in enumerate(puts)))
    with pytest.raises(NotStarted):
        written.start()
    assert "call 1 of journal-0 (PutItem) answered 400" in capfd.readouterr().err
    written.process._command.append("--force")
    written.start()


def test_what_a_crash_left_of_other_generations_is_removed(written: Engine) -> None:
    state = written.data / "aws"
    (state / "snapshot-1").mkdir()
    (state / "snapshot-1" / "dynamodb.json").write_text("{")
    (state / "journal-1").write_bytes(b"half")
    written.start()
    assert table.keys(written) == {"0", "1", "2", "3", "4"}
    assert sorted(path.name for path in state.iterdir()) == ["CURRENT", "journal-1", "snapshot-1"]
    assert (state / "CURRENT").read_text() == "1"


def test_an_unreadable_snapshot_refuses_to_start(written: Engine) -> None:
    written.start()
    written.stop()
    snapshot = next((written.data / "aws").glob("snapshot-*/dynamodb.json"))
    snapshot.write_text(snapshot.read_text()[:-10])
    with pytest.raises(NotStarted):
        written.start()
