"""The gate in front of the emulator: which requests are journaled, kept, only answered, or refused."""

from __future__ import annotations

from .exchange import Answer, Application, Disconnected, Receive, Scope, Send, header, json_answer, read_body
from .keeper import Keeper
from .operations import CHANGING, LOOKING, operation
from .sent_mail import ACCOUNT_PATH, SentMail
from .sent_mail import PATH as SEND_EMAIL

_NOT_OFFERED = json_answer(
    400,
    b'{"__type":"com.amazonaws.dynamodb.v20120810#UnknownOperationException",'
    b'"message":"The embedded engine does not offer this operation: its journal could not apply it again"}',
)
_CLOSED = json_answer(403, b'{"message":"This door would change state behind the journal"}')


def gate(app: Application, keeper: Keeper, sent: SentMail) -> Application:
    """One ASGI application around the emulator's.

    The emulator's own start and stop are never called: they look for containers and start-up scripts.
    """

    async def answer(scope: Scope, receive: Receive, name: str) -> Answer:
        body = await read_body(receive)
        if name in CHANGING:
            return await keeper.change(scope, body)
        if name in LOOKING:
            return await keeper.look(scope, body)
        if name:
            return _NOT_OFFERED
        return await keeper.whole(sent.send(app, scope, body))

    async def entrance(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET" and _goes_behind(scope):
            return await _CLOSED.send(send)
        if scope["method"] == "GET" and scope["path"] == ACCOUNT_PATH:
            return await sent.account().send(send)
        name = _dynamodb(scope)
        if name or _sends(scope):
            try:
                return await (await answer(scope, receive, name)).send(send)
            except Disconnected:
                return None
        return await app(scope, receive, send)

    return entrance


def _dynamodb(scope: Scope) -> str:
    return operation(header(scope, b"x-amz-target")) if scope["method"] == "POST" else ""


def _sends(scope: Scope) -> bool:
    return scope["method"] == "POST" and scope["path"] == SEND_EMAIL


def _goes_behind(scope: Scope) -> bool:
    """Reset and configuration of the emulator, and the SES calls whose mail would not be kept."""
    path = scope["path"]
    if path.startswith(("/_ministack/", "/v2/email/outbound-bulk")):
        return True
    return path == "/" and "/ses/aws4_request" in header(scope, b"authorization")
