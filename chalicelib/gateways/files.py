"""The file store: raw mails as SES left them, documents, previews, mails as sent.

Files never cross a web handler: browsers get signed links of five minutes, made after the rights
check, with our own type and name on them (D-7, F-1).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import IO, Any
from urllib.parse import quote

from chalicelib.domain.outcomes import StoredFile

LINK_SECONDS = 300
UPLOAD_SECONDS = 900
_PLAIN = {"addressing_style": "path", "payload_signing_enabled": False}  # the checksum says what the hash would
NAMED_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif")
_GONE = ("404", "NoSuchKey", "NotFound", "403", "AccessDenied", "InvalidObjectState")
DRAWN_BY_US = "image/webp"  # previews: everything else is handed out as a download (F-1)


class S3Files:
    """One client per process, made on first use. Errors of S3 pass through."""

    def __init__(self, inbound_bucket: str, files_bucket: str) -> None:
        self._inbound = inbound_bucket
        self._bucket = files_bucket
        self._made: Any = None

    @property
    def _s3(self) -> Any:
        if self._made is None:

            from chalicelib.gateways.aws_client import client  # loaded by the first call that needs files

            self._made = client("s3", signature_version="s3v4", s3=_PLAIN, read_timeout=20,
                                response_checksum_validation="when_required")
        return self._made

    def put(self, key: str, content: bytes, content_type: str) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)

    def store(self, key: str, stream: IO[bytes], content_type: str) -> None:
        """A file too large for the memory, from its beginning."""
        stream.seek(0)
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=stream, ContentType=content_type)

    def note(self, key: str) -> None:
        """An empty object whose name is all that is kept; the same name twice is once."""
        self.put(key, b"", "application/octet-stream")

    def noted(self, prefix: str) -> list[str]:
        """The names that begin so, sorted. A thousand per request."""
        found: list[str] = []
        asked = {"Bucket": self._bucket, "Prefix": prefix}
        while True:
            answer = self._s3.list_objects_v2(**asked)
            found += [each["Key"] for each in answer.get("Contents", ())]
            if not answer.get("IsTruncated"):
                return found
            asked["ContinuationToken"] = answer["NextContinuationToken"]

    def get(self, key: str) -> bytes:
        content: bytes = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return content

    def kept(self, key: str, *, raw: bool = False) -> bytes | None:
        """A file, or a raw mail, or None when it is gone or closed to us for good; an outage passes through."""
        from botocore.exceptions import ClientError

        try:
            return self.raw_mail(key) if raw else self.get(key)
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                return None
            raise

    def raw_mail(self, key: str) -> bytes:
        content: bytes = self._s3.get_object(Bucket=self._inbound, Key=key)["Body"].read()
        return content

    def facts(self, key: str) -> StoredFile | None:
        from botocore.exceptions import ClientError

        try:
            head = self._s3.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey", "NotFound"):
                return None
            raise
        return StoredFile(head["ContentLength"], head["ContentType"])

    def link(self, key: str, filename: str, content_type: str, *, inline: bool = False) -> str:
        """A signed address. Only a picture that we drew ourselves may open in the browser."""
        shown = "inline" if inline and content_type == DRAWN_BY_US else "attachment"
        kind = content_type if content_type in NAMED_TYPES else "application/octet-stream"
        return self._signed(self._bucket, key, f"{shown}; {_name(filename)}", kind)

    @cached_property
    def origin(self) -> str:
        """Where signed links lead: pages that show or post files must allow it."""
        return "/".join(self._signed(self._bucket, "x", "inline", "image/webp").split("/")[:3])

    def mail_link(self, key: str, filename: str) -> str:
        return self._signed(self._inbound, key, f"attachment; {_name(filename)}", "application/octet-stream")

    def upload_form(self, key: str, limit_bytes: int, back_to: str) -> tuple[str, Mapping[str, str]]:
        """Where a plain form posts a file, and the hidden fields it needs. S3 refuses larger files."""
        fields = {"success_action_redirect": back_to}
        conditions: list[Any] = [["content-length-range", 1, limit_bytes], {"success_action_redirect": back_to}]
        post = self._s3.generate_presigned_post(
            self._bucket, key, Fields=fields, Conditions=conditions, ExpiresIn=UPLOAD_SECONDS)
        return post["url"], post["fields"]

    def _signed(self, bucket: str, key: str, disposition: str, content_type: str) -> str:
        address: str = self._s3.generate_presigned_url("get_object", ExpiresIn=LINK_SECONDS, Params={
            "Bucket": bucket, "Key": key, "ResponseContentDisposition": disposition,
            "ResponseContentType": content_type})
        return address


def _name(filename: str) -> str:
    """RFC 6266: an ASCII name for old programs, the real one beside it."""
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    safe = "".join(c for c in plain if c.isalnum() or c in " ._-()") or "document"
    return f"filename=\"{safe}\"; filename*=UTF-8''{quote(filename, safe='')}"
