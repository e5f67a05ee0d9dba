"""Composition root: which store, which gateway, built once per container and only when asked for.

What a page may not need is imported by the function that builds it: a cold start pays for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from chalicelib.domain.agency import Agency
from chalicelib.gateways import system_clock
from chalicelib.gateways.aws_client import client
from chalicelib.gateways.secrets import SystemSecrets
from chalicelib.stores.access import Access, Registry
from chalicelib.stores.commit import Books
from chalicelib.stores.directory import Directory
from chalicelib.stores.jobs import Jobs
from chalicelib.stores.mailbox import Mailbox
from chalicelib.stores.table import DynamoTable
from chalicelib.stores.tickets import Tickets
from chalicelib.usecases.ports import Office, Post

if TYPE_CHECKING:
    from chalicelib.gateways.files import S3Files
    from chalicelib.gateways.pace import SharedPace
    from chalicelib.gateways.ses_mailer import SesMailer
    from chalicelib.gateways.sqs_queues import SqsQueues
    from chalicelib.settings import Settings

AGENCY_KEPT_SECONDS = 60
clock: Callable[[], datetime] = system_clock.now


def settings() -> Settings:
    """The settings of this deployment, read once per container."""
    from chalicelib import settings as reader

    return reader.settings()


@lru_cache(maxsize=1)
def table() -> DynamoTable:
    return DynamoTable(settings().table_name, client("dynamodb", max_pool_connections=20))


@lru_cache(maxsize=1)
def registry() -> Registry:
    return Registry(table())


@lru_cache(maxsize=1)
def secrets() -> SystemSecrets:
    return SystemSecrets(tuple(key.strip() for key in settings().signing_keys.split(",") if key.strip()))


def office(agency_id: str) -> Office:
    """Everything one agency works with. Raises LookupError for an unknown one."""
    return _office(agency_id, int(clock().timestamp() // AGENCY_KEPT_SECONDS))


def forget(_agency_id: str) -> None:
    """A setting of this agency was changed here: the next request reads it. Other processes do so when their
    minute is over, so that no page pays a request for it."""
    _office.cache_clear()


@lru_cache(maxsize=64)
def _office(agency_id: str, _minute: int) -> Office:
    """Rebuilt every minute, so that a changed agency is seen without being read at each request."""
    directory = Directory(table(), agency_id)
    return _assembled(directory.agency(), directory, settings())


def _assembled(agency: Agency, directory: Directory, chosen: Settings) -> Office:
    return Office(
        agency=agency, tickets=Tickets(table(), agency.id), directory=directory,
        mailbox=Mailbox(table(), agency.id), access=Access(table(), agency.id), books=Books(table(), agency.id),
        files=_files(), mailer=_mailer(), sending=_sending(), queues=queues(), secrets=secrets(), post=post(chosen),
        jobs=Jobs(table(), agency.id))


def post(chosen: Settings) -> Post:
    return Post(
        base_url=chosen.base_url, inbound_domain=chosen.inbound_domain, sender_address=chosen.sender_address,
        ses_message_domain=chosen.ses_message_domain, instance=chosen.instance,
        attachment_limit=chosen.attachment_limit_mb * 1_000_000)


@lru_cache(maxsize=1)
def _files() -> S3Files:
    from chalicelib.gateways.files import S3Files

    return S3Files(settings().inbound_bucket, settings().files_bucket)


@lru_cache(maxsize=1)
def _mailer() -> SesMailer:
    from chalicelib.gateways.ses_mailer import SesMailer

    return SesMailer()


@lru_cache(maxsize=1)
def _sending() -> SharedPace:
    from chalicelib.gateways.pace import SharedPace
    from chalicelib.stores.sending import SendingBook

    return SharedPace(SendingBook(table()), lambda: _mailer().quota(), settings().sends_per_second, lambda: clock())


@lru_cache(maxsize=1)
def queues() -> SqsQueues:
    from chalicelib.gateways.sqs_queues import SqsQueues

    chosen = settings()
    return SqsQueues(chosen.outbound_queue_url, chosen.documents_queue_url, chosen.inbound_queue_url)
