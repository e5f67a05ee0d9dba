"""The only reader of the environment: one frozen model, every field documented in the README.

A missing or malformed value stops the start and names itself.
"""

from __future__ import annotations

import os
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class MissingSetting(RuntimeError):
    """The environment lacks a value, or holds one that cannot be used."""


class Settings(BaseModel):
    """What one deployment needs to know. Each field is read from the variable of the same name in capitals."""

    model_config = ConfigDict(frozen=True)

    table_name: str = Field(description="DynamoDB table")
    inbound_bucket: str = Field(description="S3 bucket where SES stores each raw mail")
    files_bucket: str = Field(description="S3 bucket of documents, previews and sent mails")
    outbound_queue_url: str = Field(description="SQS queue of mails to send")
    documents_queue_url: str = Field(description="SQS queue of documents to read")
    inbound_queue_url: str = Field(description="SQS queue of received mails, to process a failed one again")
    base_url: str = Field(description="Public address of the web front, without a final slash")
    inbound_domain: str = Field(description="Domain that receives replies")
    sender_address: str = Field(description="Address every mail leaves from, on a verified domain")
    signing_keys: str = Field(description="Secrets that sign sessions and forms, newest first, comma separated")
    ses_message_domain: str = Field(
        "eu-west-1.amazonses.com", description="Domain SES writes into the Message-ID of what it sends"
    )
    instance: str = Field("bon-pour-accord", description="Name in the loop header of every mail we send")
    secure_cookies: bool = Field(True, description="Cookies carry __Host- and Secure; off only over plain http")
    sends_per_second: int = Field(14, ge=1, description="Our own ceiling on the SES rate, in recipients")
    attachment_limit_mb: int = Field(7, ge=1, le=25, description="Above this total, attachments leave as links")
    upload_limit_mb: int = Field(25, ge=1, description="Largest file a user may upload")

    @property
    def origin(self) -> str:
        """Scheme, host and port of the web front, as browsers write it in Origin."""
        return "/".join(self.base_url.split("/")[:3])


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Read the environment once per container."""
    found = {name: os.environ[name.upper()] for name in Settings.model_fields if name.upper() in os.environ}
    try:
        return Settings.model_validate(found)
    except ValidationError as error:
        faults = ", ".join(f"{str(e['loc'][0]).upper()} ({e['msg']})" for e in error.errors())
        raise MissingSetting(f"These settings are missing or wrong: {faults}") from None
