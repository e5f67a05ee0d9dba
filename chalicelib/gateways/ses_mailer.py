"""SES, version 2 of its interface: raw mails up to 40 MB. No blind retry: one could be a double."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
)

from chalicelib.domain.outcomes import NotSent, Unanswered
from chalicelib.domain.sending import Limit, Quota
from chalicelib.gateways.aws_client import client

_LATER = ("TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceededException",
          "SendingPausedException", "ServiceUnavailable", "InternalServiceErrorException")
_LIMITED = ("TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceededException")
_LOG = logging.getLogger(__name__)


class SesMailer:
    """Hands one finished mail over and returns SES's id; says how fast the account may send."""

    def __init__(self) -> None:
        self._made: Any = None

    def send(self, raw: bytes, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        """Raises NotSent when SES said no, Unanswered when it said nothing."""
        named = [{"Name": name, "Value": value} for name, value in tags.items()]
        try:
            answer = self._ses.send_email(
                FromEmailAddress=sender, Destination={"ToAddresses": [recipient]}, Content={"Raw": {"Data": raw}},
                EmailTags=named)
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise NotSent(type(error).__name__, later=True) from error
        except HTTPClientError as error:
            raise Unanswered(type(error).__name__) from error
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if error.response["ResponseMetadata"].get("HTTPStatusCode", 500) >= 500 and code not in _LATER:
                raise Unanswered(code) from error
            raise NotSent(code, later=code in _LATER, limit=limit_in(error)) from error
        return str(answer["MessageId"])

    def quota(self) -> Quota | None:
        """What the account may send, in recipients; None when SES does not say."""
        try:
            told = self._ses.get_account()["SendQuota"]
        except (BotoCoreError, ClientError, KeyError) as error:
            _LOG.warning("the sending quota is not known: %s", type(error).__name__)
            return None
        limit = float(told.get("Max24HourSend", -1))
        return Quota(float(told.get("MaxSendRate", 1)), max(0, int(limit)), int(told.get("SentLast24Hours", 0)))

    @property
    def _ses(self) -> Any:
        if self._made is None:
            self._made = client("sesv2", retries={"total_max_attempts": 1}, read_timeout=30)
        return self._made


def limit_in(error: ClientError) -> Limit:
    """Which limit of the account a refusal names: « Daily message quota exceeded », « Maximum sending rate
    exceeded », or sending that was paused."""
    code, words = error.response["Error"]["Code"], str(error.response["Error"].get("Message", "")).lower()
    if code == "SendingPausedException":
        return "paused"
    if code not in _LIMITED:
        return ""
    return "day" if "daily" in words or "24 hour" in words or "24-hour" in words else "rate"
