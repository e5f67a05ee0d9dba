"""What the engine lets in: journaled calls, kept mail, durable objects; and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from importlib.metadata import version

import pytest
from botocore.exceptions import ClientError

from infra.local.engine import emulator
from tests.engine import Engine
from tests.local import table

RAW = b"From: a@courrier.rivoli.example\r\nTo: b@x.example\r\nSubject: Devis\r\n\r\nBonjour \xc3\xa9\r\n"


@pytest.fixture
def stocked(own_engine: Engine) -> Engine:
    own_engine.create_resources()
    return own_engine


def send(engine: Engine, sender: str = "travaux@courrier.rivoli.example", raw: bytes = RAW) -> str:
    answer = engine.client("sesv2").send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": ["b@x.example"]},
        Content={"Raw": {"Data": raw}},
    )
    return answer["MessageId"]


@pytest.mark.needs_engine
def test_sent_mail_is_a_file_before_it_is_acknowledged(stocked: Engine) -> None:
    first, second = send(stocked), send(stocked)
    stocked.kill()
    folder = stocked.data / "sent"
    names = [path.stem for path in sorted(folder.glob("*.eml"))]
    assert names == [f"000001-{first}", f"000002-{second}"]
    assert (folder / f"000001-{first}.eml").read_bytes() == RAW
    envelope = json.loads((folder / f"000001-{first}.json").read_text())
    assert envelope["to"] == ["b@x.example"]
    assert envelope["ses_message_id"] == f"<{first}@eu-west-1.amazonses.com>"
    stocked.start()
    stocked.create_resources()
    assert (folder / f"000003-{send(stocked)}.eml").exists()


@pytest.mark.needs_engine
def test_a_sender_nobody_verified_leaves_nothing(stocked: Engine) -> None:
    with pytest.raises(ClientError, match="not verified"):
        send(stocked, "someone@elsewhere.example")
    assert not list((stocked.data / "sent").iterdir())


@pytest.mark.needs_engine
def test_objects_survive_a_kill(stocked: Engine) -> None:
    bucket = stocked.environment["INBOUND_BUCKET"]
    stocked.client("s3").put_object(Bucket=bucket, Key="inbound/a", Body=RAW, ContentType="message/rfc822")
    stocked.kill()
    stocked.start()
    found = stocked.client("s3").get_object(Bucket=bucket, Key="inbound/a")
    assert found["Body"].read() == RAW
    assert found["ContentType"] == "message/rfc822"


@pytest.mark.needs_engine
def test_queues_are_empty_after_a_restart(stocked: Engine) -> None:
    """On purpose: whatever must happen is a row or a spool file, and a sweep finds it."""
    url = stocked.environment["INBOUND_QUEUE_URL"]
    stocked.client("sqs").send_message(QueueUrl=url, MessageBody="x")
    stocked.stop()
    stocked.start()
    stocked.create_resources()
    assert "Messages" not in stocked.client("sqs").receive_message(QueueUrl=url)


@pytest.mark.needs_engine
def test_calls_the_journal_could_not_repeat_are_refused(own_engine: Engine) -> None:
    with pytest.raises(ClientError, match="does not offer"):
        own_engine.client("dynamodb").create_backup(TableName=table.NAME, BackupName="one")
    with pytest.raises(ClientError, match="does not offer"):
        own_engine.client("dynamodb").execute_statement(Statement="DELETE FROM proof WHERE pk = 'a'")


@pytest.mark.needs_engine
def test_nobody_resets_the_tables_behind_the_journal(own_engine: Engine) -> None:
    table.put(own_engine, "a")
    request = urllib.request.Request(f"{own_engine.url}/_ministack/reset", b"", method="POST")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)
    assert table.keys(own_engine) == {"a"}


@pytest.mark.needs_engine
def test_resources_can_be_made_again(stocked: Engine) -> None:
    stocked.create_resources()
    names = stocked.client("sqs").list_queues()["QueueUrls"]
    assert len(names) == 8
    expiry = stocked.client("dynamodb").describe_time_to_live(TableName=stocked.environment["TABLE_NAME"])
    assert expiry["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"


def test_no_thread_deletes_expired_items() -> None:
    """The emulator's reaper writes no journal; the product treats expired items as gone anyway."""
    code = (
        "from infra.local.engine import emulator; import threading; emulator.Emulator();"
        "print([t.name for t in threading.enumerate() if t.name == emulator.REAPER])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(("name", "value"), [("PINNED", "1.5.34"), ("_PRIVATE", {"ministack.app": ("gone",)})])
def test_another_emulator_is_refused(name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its private names are relied upon; a start must notice when they change."""
    monkeypatch.setattr(emulator, name, value)
    with pytest.raises(emulator.Changed):
        emulator.check()


def test_the_pinned_versions_are_installed() -> None:
    assert version("ministack") == "1.5.33"
    assert version("boto3") == version("botocore") == "1.43.106"
