"""Which DynamoDB calls only look, which change the tables, and which this engine does not offer.

A changing call must give the same tables when it is applied again from the journal. Calls whose outcome
depends on the moment (backups, imports, PartiQL) would not, so they are refused rather than lost.
"""

from __future__ import annotations

TARGET = "DynamoDB_20120810."

LOOKING = {
    *("GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan", "DescribeTable", "ListTables"),
    *("DescribeTimeToLive", "DescribeContinuousBackups", "DescribeEndpoints", "DescribeLimits"),
    "ListTagsOfResource",
}
CHANGING = {
    *("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"),
    *("CreateTable", "UpdateTable", "DeleteTable", "UpdateTimeToLive", "UpdateContinuousBackups"),
    *("TagResource", "UntagResource"),
}
WITH_TOKEN = "TransactWriteItems"


def operation(target: str) -> str:
    """The DynamoDB operation named by an X-Amz-Target header, or nothing for another service."""
    return target.removeprefix(TARGET) if target.startswith(TARGET) else ""
