"""A product that only notes what it was handed, so that the doors can be tried without the real one.

Each handler appends to a file named by STUB_NOTES; a mail whose subject starts with `fail` is refused.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import boto3
from chalice import Chalice, Response

app = Chalice(app_name="stub")


def note(kind: str, content: object) -> None:
    with Path(os.environ["STUB_NOTES"]).open("a") as stream:
        stream.write(json.dumps({"kind": kind, "content": content}) + "\n")


def receive_mail(event: dict, context: object) -> dict:
    """Read each raw mail back from S3, as the real handler would."""
    failures = []
    for record in event["Records"]:
        message = json.loads(json.loads(record["body"])["Message"])
        action = message["receipt"]["action"]
        stored = boto3.client("s3").get_object(Bucket=action["bucketName"], Key=action["objectKey"])
        raw = stored["Body"].read()
        if message["mail"]["commonHeaders"]["subject"].startswith("fail"):
            failures.append({"itemIdentifier": record["messageId"]})
            note("refused", message["mail"]["messageId"])
        else:
            note("mail", {"event": message, "raw": raw.decode("latin1")})
    return {"batchItemFailures": failures}


def send_mail(event: dict, context: object) -> None:
    """Send what the queue says; the test puts a raw message there."""
    for record in event["Records"]:
        raw = json.loads(record["body"])["raw"].encode()
        content = {"Raw": {"Data": raw}}
        boto3.client("sesv2").send_email(FromEmailAddress=os.environ["SENDER_ADDRESS"], Content=content)


def read_document(event: dict, context: object) -> None:
    note("document", [record["body"] for record in event["Records"]])


def sweep(event: dict, context: object) -> dict:
    note("sweep", event["time"])
    return {"as_of": event["time"]}


@app.schedule("rate(1 day)", name="daily")
def daily(event: object) -> dict:
    note("daily", event.to_dict()["time"])
    return {"as_of": event.to_dict()["time"]}


@app.route("/")
def home() -> Response:
    return Response("<p>bonjour</p>", headers={"Content-Type": "text/html; charset=utf-8"})
