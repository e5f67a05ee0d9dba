"""The template before and after Chalice: what is merged in, and what merging cannot say.

Chalice names queues by a fixed address; the finished template names the queues it creates, so that two
deployments can live in one account. Each function writes to a log group of its own, kept for a known time.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from .alarms import FUNCTIONS, Resource, alarms

AWS: Final = Path(__file__).parents[1] / "aws"
LOG_DAYS: Final = 90
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def to_merge() -> dict[str, Any]:
    """Our own part: every file of infra/aws, the log groups and the alarms."""
    merged: dict[str, Any] = {}
    for path in sorted(AWS.glob("*.json")):
        merged = _merged(merged, json.loads(path.read_text(encoding="utf-8")))
    for ours in (alarms(), _logs()):
        merged = _merged(merged, {"Resources": ours})
    return merged


def finish(template: dict[str, Any]) -> dict[str, Any]:
    """The packaged template with each event source bound to the queue of this very stack."""
    resources = template["Resources"]
    queues = {_address(name): name for name, each in resources.items() if each["Type"] == "AWS::SQS::Queue"}
    for each in resources.values():
        for event in each.get("Properties", {}).get("Events", {}).values():
            if event.get("Type") == "SQS":
                address = str(event["Properties"]["Queue"]["Fn::Sub"]).rpartition(":")[2]
                event["Properties"]["Queue"] = {"Fn::GetAtt": [queues[address], "Arn"]}
    return template


def _address(logical: str) -> str:
    return f"bon-pour-accord-{_WORD.sub('-', logical).lower()}"


def _logs() -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for name in FUNCTIONS:
        group = {"RetentionInDays": LOG_DAYS}
        keep = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
        found[f"{name}Logs"] = {"Type": "AWS::Logs::LogGroup", **keep, "Properties": group}
        found[name] = {"Properties": {"LoggingConfig": {"LogGroup": {"Ref": f"{name}Logs"}}}}
    return found


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Dictionaries are merged, anything else is replaced."""
    both = dict(one)
    for key, value in other.items():
        known = both.get(key)
        deeper = isinstance(known, dict) and isinstance(value, dict)
        both[key] = _merged(known or {}, value) if deeper else value
    return both
