"""What the deployment is made of, read from its own template, and how each piece is called here."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parents[1] / "aws" / "resources.json"
_WORD = re.compile(r"(?<!^)(?=[A-Z])")
_GIVEN = ("TableName", "BucketName", "QueueName")


@lru_cache(maxsize=1)
def resources() -> dict[str, dict[str, Any]]:
    return json.loads(TEMPLATE.read_text())["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Logical name to properties, for one resource type."""
    return {name: each.get("Properties", {}) for name, each in resources().items() if each["Type"] == kind}


def physical_name(logical: str) -> str:
    """The name given in the template, or one made from the logical name as CloudFormation would."""
    properties = resources()[logical].get("Properties", {})
    given = [properties[name] for name in _GIVEN if isinstance(properties.get(name), str)]
    return given[0] if given else f"bon-pour-accord-{_WORD.sub('-', logical).lower()}"
