"""SES, version 2 of its interface: raw mails up to 40 MB. No blind retry: one could be a double."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, HTTPClientError

from chalicelib.domain.outcomes import NotSent, Unanswered
from chalicelib.gateways.aws_client import client
from chalicelib.gateways.pace import Pace

_LATER = ("TooManyRequestsException", "ThrottlingException", "LimitExceededException", "SendingPausedException",
          "ServiceUnavailable", "InternalServiceErrorException")


WORKERS = 2  # the reserved concurrency of the sending function: each worker takes its share of the rate


class SesMailer:
    """Hands one finished mail over and returns SES's id, no faster than the account may send."""

    def __init__(self, per_second: int) -> None:
        self._pace = Pace(per_second / WORKERS)
        self._made: Any = None

    def send(self, raw: bytes, sender: str, recipient: str) -> str:
        """Raises NotSent when SES said no, Unanswered when it said nothing."""
        self._pace.wait()
        try:
            answer = self._ses.send_email(
                FromEmailAddress=sender, Destination={"ToAddresses": [recipient]}, Content={"Raw": {"Data": raw}})
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise NotSent(type(error).__name__, later=True) from error
        except HTTPClientError as error:
            raise Unanswered(type(error).__name__) from error
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if error.response["ResponseMetadata"].get("HTTPStatusCode", 500) >= 500 and code not in _LATER:
                raise Unanswered(code) from error
            raise NotSent(code, later=code in _LATER) from error
        return str(answer["MessageId"])

    @property
    def _ses(self) -> Any:
        if self._made is None:
            self._made = client("sesv2", retries={"total_max_attempts": 1}, read_timeout=30)
        return self._made
