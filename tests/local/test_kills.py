"""What was acknowledged survives kill -9: nothing lost, nothing half done, nothing done twice."""

from __future__ import annotations

import itertools
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.local.engine.__main__ import options
from infra.local.engine_process import EngineProcess
from tests.engine import Engine
from tests.local import table

pytestmark = pytest.mark.needs_engine


class Writers:
    """Threads that write three-item transactions until the engine goes away, noting what was acknowledged."""

    def __init__(self, engine: Engine, round_: int) -> None:
        self.acknowledged: list[str] = []
        self._engine, self._numbers = engine, itertools.count()
        self._threads = [threading.Thread(target=self._write, args=(round_, each)) for each in range(6)]

    def _write(self, round_: int, writer: int) -> None:
        while True:
            name = f"{round_}-{writer}-{next(self._numbers)}"
            try:
                table.put_all(self._engine, [f"{name}/{part}" for part in "abc"])
            except Exception:
                return
            self.acknowledged.append(name)

    def run_until(self, seconds: float, kill) -> list[str]:
        for thread in self._threads:
            thread.start()
        time.sleep(seconds)
        kill()
        for thread in self._threads:
            thread.join()
        return self.acknowledged


@pytest.mark.slow
def test_five_kills_under_load_lose_and_halve_nothing(own_engine: Engine) -> None:
    acknowledged: list[str] = []
    for round_ in range(5):
        acknowledged += Writers(own_engine, round_).run_until(0.7, own_engine.kill)
        own_engine.start()
    found = table.keys(own_engine)
    whole = {name for name in (key[:-2] for key in found) if {f"{name}/{part}" for part in "abc"} <= found}
    assert len(acknowledged) > 1000
    assert set(acknowledged) <= whole
    assert len(found) == 3 * len(whole), "a transaction was applied in part"


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_at_the_switch_counts_once(tmp_path: Path, moment: str) -> None:
    engine = Engine(tmp_path, f"--crash={moment}", module="tests.local.crashing_engine").start()
    table.create(engine)
    table.count_up(engine, 10)
    engine.process.process.send_signal(signal.SIGTERM)
    assert engine.process.process.wait(10) == 9, "the crash did not happen"
    again = EngineProcess(engine.instance)
    again.start()
    assert table.counter(engine) == 10
    again.kill()
    assert len(list((tmp_path / "aws").glob("journal-*"))) == 1, "an old generation was left"


def test_an_orderly_stop_counts_once(own_engine: Engine) -> None:
    table.count_up(own_engine, 10)
    own_engine.stop()
    assert (own_engine.data / "aws" / "journal-1").stat().st_size == 0
    own_engine.start()
    assert table.counter(own_engine) == 10


def test_the_journal_becomes_a_snapshot_when_it_is_long(tmp_path: Path) -> None:
    engine = Engine(tmp_path, "--journal-mb", "0.01").start()
    table.create(engine)
    for number in range(60):
        table.put(engine, str(number), "x" * 500)
    assert int((tmp_path / "aws" / "CURRENT").read_text()) >= 2
    engine.kill()
    engine.start()
    assert table.keys(engine) == {str(number) for number in range(60)}
    engine.kill()


def test_a_full_disk_ends_the_engine_before_it_acknowledges(tmp_path: Path) -> None:
    Engine(tmp_path).start().stop()
    engine = Engine(tmp_path, "--crash=full", module="tests.local.crashing_engine").start()
    with pytest.raises(Exception, match=r"Could not connect|Connection was closed"):
        table.create(engine)
    assert engine.process.process.wait(5) == 70


def test_two_thousand_records_start_within_a_second(own_engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: table.put(own_engine, str(number), "again"), range(2000)))
    own_engine.kill()
    began = time.monotonic()
    own_engine.start()
    assert time.monotonic() - began < 2.5, "budget: 1 s of replay, and the interpreter's own start"
    assert table.get(own_engine, "1919")["v"] == {"S": "again"}


def test_the_engine_ends_with_its_supervisor(own_engine: Engine) -> None:
    own_engine.process.process.stdin.close()
    assert own_engine.process.process.wait(2) == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10"])
def test_only_the_loopback_interface_is_opened(host: str, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SystemExit):
        options(["--host", host])
    assert "--allow-lan" in capsys.readouterr().err
    assert options(["--host", host, "--allow-lan"])[0].host == host


def test_without_a_word_it_is_this_machine_only(own_engine: Engine) -> None:
    assert options([])[0].host == "127.0.0.1"
    with socket.socket() as probe, socket.socket() as neighbour:
        assert probe.connect_ex(("127.0.0.1", own_engine.instance.aws_port)) == 0
        # a server on all addresses would answer on the next one of this machine, too
        assert neighbour.connect_ex(("127.0.0.2", own_engine.instance.aws_port)) != 0
