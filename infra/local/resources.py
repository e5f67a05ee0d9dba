"""Creates table, buckets, queues and sender identity on the embedded engine, from the deployment's template.

Idempotent: queues and identity live in memory and are made again at each start; the table stays, and gets an
index the template has gained.
"""

from __future__ import annotations

import json
import os
from typing import Any

from .clients import client
from .names import of_type, physical_name

_TABLE_KEYS = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


class Outdated(RuntimeError):
    """The table in the data folder cannot become what the template now says."""


def create() -> None:
    """Make whatever the template names and the engine lacks."""
    create_tables(client("dynamodb"))
    for name in of_type("AWS::S3::Bucket"):
        _bucket(physical_name(name))
    # A queue can only point at dead letters that exist.
    queues = of_type("AWS::SQS::Queue").items()
    for name, properties in sorted(queues, key=lambda each: "RedrivePolicy" in each[1]):
        _queue(physical_name(name), properties)
    _allow_browser(os.environ["FILES_BUCKET"], os.environ["BASE_URL"])
    _identity(os.environ["SENDER_ADDRESS"].rpartition("@")[2].rstrip("> "))


def create_tables(dynamodb: Any) -> None:
    for name, properties in of_type("AWS::DynamoDB::Table").items():
        _table(dynamodb, physical_name(name), properties)


def _table(dynamodb: Any, name: str, properties: dict[str, Any]) -> None:
    wanted = {key: properties[key] for key in _TABLE_KEYS if key in properties}
    try:
        existing = dynamodb.describe_table(TableName=name)["Table"]
    except dynamodb.exceptions.ResourceNotFoundException:
        dynamodb.create_table(TableName=name, **wanted)
        if "TimeToLiveSpecification" in properties:
            expiry = properties["TimeToLiveSpecification"]
            dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)
    else:
        _grow(dynamodb, name, existing, wanted)


def _grow(dynamodb: Any, name: str, existing: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Add missing indexes; anything else that differs cannot be changed on a table that holds data."""
    found = {index["IndexName"]: index for index in existing.get("GlobalSecondaryIndexes", [])}
    for index in wanted.get("GlobalSecondaryIndexes", []):
        known = found.get(index["IndexName"])
        if known is None:
            dynamodb.update_table(
                TableName=name,
                AttributeDefinitions=wanted["AttributeDefinitions"],
                GlobalSecondaryIndexUpdates=[{"Create": index}],
            )
        elif _shape(known) != _shape(index):
            raise Outdated(f"index {index['IndexName']} changed since this data folder was made; run: reset")
    if existing["KeySchema"] != wanted["KeySchema"]:
        raise Outdated("the table's key changed since this data folder was made; run: reset")


def _shape(index: dict[str, Any]) -> tuple[Any, ...]:
    projection = index["Projection"]
    return index["KeySchema"], projection["ProjectionType"], sorted(projection.get("NonKeyAttributes", []))


def _bucket(name: str) -> None:
    s3, place = client("s3"), {"LocationConstraint": os.environ["AWS_REGION"]}
    try:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)
    except (s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        return


def _allow_browser(bucket: str, origin: str) -> None:
    rule = {"AllowedOrigins": [origin], "AllowedMethods": ["GET", "POST"], "AllowedHeaders": ["*"]}
    client("s3").put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})


def _queue(name: str, properties: dict[str, Any]) -> None:
    attributes = {key: str(value) for key, value in properties.items() if isinstance(value, int | str)}
    attributes.pop("QueueName", None)
    if redrive := properties.get("RedrivePolicy"):
        dead = physical_name(redrive["deadLetterTargetArn"]["Fn::GetAtt"][0])
        arn = f"arn:aws:sqs:{os.environ['AWS_REGION']}:000000000000:{dead}"
        policy = {"deadLetterTargetArn": arn, "maxReceiveCount": redrive["maxReceiveCount"]}
        attributes["RedrivePolicy"] = json.dumps(policy)
    client("sqs").create_queue(QueueName=name, Attributes=attributes)


def _identity(domain: str) -> None:
    client("sesv2").create_email_identity(EmailIdentity=domain)
