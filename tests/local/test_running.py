"""A whole instance: kill it in the middle of deliveries, restart it, stop it, start two."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest

from infra.local.clients import client
from tests.instance import RunningInstance
from tests.local.notes import noted, wait_for

pytestmark = pytest.mark.needs_engine
OURS = "dossier@courrier.rivoli.example"


def mail(name: str) -> bytes:
    head = f"From: a@x.example\r\nSubject: {name}\r\nMessage-ID: <{name}@x.example>\r\n"
    return f"{head}\r\nBonjour\r\n".encode()


def subjects(instance: RunningInstance) -> list[str]:
    return [each["event"]["mail"]["commonHeaders"]["subject"] for each in noted(instance, "mail")]


def deliver_until_killed(instance: RunningInstance, after: int) -> set[str]:
    """Deliver from four senders, kill the instance after some; returns what got its 250."""
    accepted: set[str] = set()
    numbers = itertools.count()

    def send() -> None:
        while (number := next(numbers)) < 200:
            try:
                instance.deliver(mail(f"m{number}"), OURS)
            except Exception:
                return
            accepted.add(f"m{number}")

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(accepted) < after and any(thread.is_alive() for thread in threads):
        time.sleep(0.001)
    instance.kill()
    for thread in threads:
        thread.join()
    return accepted


def test_a_kill_during_two_hundred_deliveries_loses_none(stub_instance: RunningInstance) -> None:
    accepted = deliver_until_killed(stub_instance, 60)
    assert 60 <= len(accepted) < 200
    stub_instance.start()
    deadline = time.monotonic() + 10
    while not accepted <= set(subjects(stub_instance)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert accepted <= set(subjects(stub_instance))
    wait_until_empty(stub_instance.data / "spool")


def wait_until_empty(folder: Path) -> None:
    deadline = time.monotonic() + 5
    while list(folder.glob("*.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not list(folder.glob("*.json"))


def test_a_kill_leaves_no_process_behind(stub_instance: RunningInstance) -> None:
    assert engine_answers(stub_instance)
    stub_instance.kill()
    deadline = time.monotonic() + 2
    while engine_answers(stub_instance) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not engine_answers(stub_instance)


def engine_answers(instance: RunningInstance) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", instance.instance.aws_port)) == 0


def test_control_c_stops_everything_within_two_seconds(stub_instance: RunningInstance) -> None:
    began = time.monotonic()
    assert stub_instance.stop() == 0
    assert time.monotonic() - began < 2.2
    assert not (stub_instance.data / "instance.json").exists()


def test_a_pump_that_dies_is_started_again(stub_instance: RunningInstance) -> None:
    log = stub_instance.log.read_text
    stub_instance.deliver(mail("before"), OURS)
    wait_for(stub_instance, "mail", 1)
    for line in children(stub_instance.process.pid):
        if "pump_process" in line[1]:
            os.kill(line[0], signal.SIGKILL)
    deadline = time.monotonic() + 5
    while "started again" not in log() and time.monotonic() < deadline:
        time.sleep(0.02)
    stub_instance.deliver(mail("after"), OURS)
    assert len(wait_for(stub_instance, "mail", 2)) == 2


def children(parent: int) -> list[tuple[int, str]]:
    """Identifier and command line of each child of ours."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = path.with_name("cmdline").read_text()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append((int(path.parent.name), command))
    return found


def test_the_first_sweep_comes_at_once_and_a_tick_when_asked(stub_instance: RunningInstance) -> None:
    assert len(wait_for(stub_instance, "sweep", 1)) == 1
    done = stub_instance.tick("2026-12-01T06:00")
    assert done["at"] == "2026-12-01T05:00:00+00:00"
    assert done["ran"]["daily"] == {"ok": True, "result": {"as_of": "2026-12-01T05:00:00Z"}}
    assert stub_instance.run("tick", "--at", "never").returncode == 1


def test_a_refused_mail_is_tried_again_and_stays_spooled(stub_instance: RunningInstance) -> None:
    stub_instance.deliver(mail("fail"), OURS)
    stub_instance.deliver(mail("good"), OURS)
    assert len(wait_for(stub_instance, "refused", 2)) == 2, "the failed one comes back"
    assert subjects(stub_instance) == ["good"], "its neighbour is not repeated"
    assert len(list((stub_instance.data / "spool").glob("*.json"))) == 1


def test_a_busy_port_and_a_busy_folder_are_named(stub_instance: RunningInstance) -> None:
    again = stub_instance.run("serve")
    assert "Another instance uses" in again.stderr
    stub_instance.environment["DATA_DIR"] = str(stub_instance.data.with_name("other"))
    again = stub_instance.run("serve")
    assert f"Port {stub_instance.instance.port} is taken" in again.stderr
    assert again.returncode == 1


def test_reset_waits_for_the_instance_to_stop(stub_instance: RunningInstance) -> None:
    assert stub_instance.run("reset").returncode == 1
    stub_instance.stop()
    assert stub_instance.run("reset").returncode == 0
    assert not list(stub_instance.data.iterdir())


def test_a_delivered_file_reaches_its_own_addressee(doors: RunningInstance, tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(b"From: a@x.example\nTo: Claire <" + OURS.encode() + b">\nSubject: lf\n\nBonjour\n")
    told = doors.run("deliver", str(path))
    assert '"code": 250' in told.stdout
    assert wait_for(doors, "mail", 1)[0]["event"]["receipt"]["recipients"] == [OURS]
    assert doors.run("deliver", str(path), "--to", "a@elsewhere.example").returncode == 1


def test_the_product_cannot_reach_a_real_account(doors: RunningInstance) -> None:
    before = dict(os.environ)
    os.environ["AWS_ENDPOINT_URL_S3"] = "https://s3.example"
    try:
        doors.instance.enter()
        assert "AWS_ENDPOINT_URL_S3" not in os.environ
        client.cache_clear()
        assert client("s3").meta.endpoint_url == doors.instance.aws_url
    finally:
        os.environ.clear()
        os.environ.update(before)
        client.cache_clear()
