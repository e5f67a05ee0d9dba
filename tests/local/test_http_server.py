"""The engine's own HTTP: bodies in every shape clients send, answers in order, and callers that leave."""

from __future__ import annotations

import asyncio
import http.client
import socket
from urllib.request import urlopen

import pytest

from infra.local.engine.http_parser import Malformed, Parser
from infra.local.engine.http_server import serve
from tests.engine import Engine, free_port

HEAD = b"POST /a%20b?x=1 HTTP/1.1\r\nHost: h\r\n"


def requests(*pieces: bytes) -> list:
    parser, found = Parser(), []
    for piece in pieces:
        parser.feed(piece)
        while (request := parser.next()) is not None:
            found.append(request)
    return found


def test_a_body_of_announced_length() -> None:
    [request] = requests(HEAD + b"Content-Length: 5\r\n\r\nhello")
    assert request.body == b"hello"
    assert request.scope()["path"] == "/a b"
    assert request.scope()["query_string"] == b"x=1"


def test_it_may_come_byte_by_byte() -> None:
    raw = HEAD + b"Content-Length: 5\r\n\r\nhello" + b"GET / HTTP/1.1\r\n\r\n"
    assert [request.body for request in requests(*(raw[at : at + 1] for at in range(len(raw))))] == [b"hello", b""]


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_a_body_in_chunks(step: int) -> None:
    chunks = b"3\r\nhel\r\n2;ext=1\r\nlo\r\n0\r\nx-sum: 1\r\n\r\n"
    raw = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"GET / HTTP/1.1\r\n\r\n"
    first, second = requests(*(raw[at : at + step] for at in range(0, len(raw), step)))
    assert first.body == b"hello"
    assert first.header(b"content-length") == b"5"
    assert second.method == "GET"


@pytest.mark.parametrize("raw", [b"hello\r\n\r\n", b"GET / HTTP/2\r\n\r\n", b"GET / HTTP/1.1\r\nnocolon\r\n\r\n"])
def test_what_is_not_http_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        requests(raw)


def test_connections_close_when_asked() -> None:
    assert requests(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")[0].keep_alive is False
    assert requests(b"GET / HTTP/1.0\r\n\r\n")[0].keep_alive is False
    assert requests(b"GET / HTTP/1.1\r\n\r\n")[0].keep_alive is True


async def talk(app, raw: bytes, patience: float = 0.3) -> bytes:
    """One conversation with a server around `app`."""
    port, stop = free_port(), asyncio.Event()
    serving = asyncio.create_task(serve(app, "127.0.0.1", port, stop))
    await asyncio.sleep(0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw)
    answer = b""
    try:
        while piece := await asyncio.wait_for(reader.read(65536), patience):
            answer += piece
    except TimeoutError:
        pass
    writer.close()
    await asyncio.sleep(0.05)
    stop.set()
    await serving
    return answer


async def echo(scope, receive, send) -> None:
    """Slow for the first path, so that order matters; in pieces for another."""
    body = (await receive())["body"]
    await asyncio.sleep(0.05 if scope["path"] == "/slow" else 0)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/pieces":
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
    await send({"type": "http.response.body", "body": scope["path"].encode() + body})


def test_answers_come_in_the_order_of_requests() -> None:
    raw = b"GET /slow HTTP/1.1\r\n\r\nGET /fast HTTP/1.1\r\nConnection: close\r\n\r\n"
    answer = asyncio.run(talk(echo, raw))
    assert answer.index(b"/slow") < answer.index(b"/fast")


def test_an_answer_in_pieces_is_chunked() -> None:
    assert asyncio.run(talk(echo, b"GET /pieces HTTP/1.1\r\n\r\n")).endswith(
        b"transfer-encoding: chunked\r\n\r\n3\r\none\r\n7\r\n/pieces\r\n0\r\n\r\n"
    )


def test_a_head_request_gets_no_body() -> None:
    assert asyncio.run(talk(echo, b"HEAD /x HTTP/1.1\r\n\r\n")).endswith(b"\r\n\r\n")


def test_a_sender_that_asks_first_is_told_to_go_on() -> None:
    raw = b"PUT /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    assert asyncio.run(talk(echo, raw)) == b"HTTP/1.1 100 Continue\r\n\r\n"


def test_a_caller_that_left_is_not_served() -> None:
    ended: list[str] = []

    async def wait(scope, receive, send) -> None:
        try:
            await asyncio.sleep(5)
        finally:
            ended.append("cancelled")

    asyncio.run(talk(wait, b"GET / HTTP/1.1\r\n\r\n", patience=0.05))
    assert ended == ["cancelled"]


@pytest.mark.needs_engine
def test_large_objects_both_ways(engine: Engine) -> None:
    bucket, body = engine.environment["FILES_BUCKET"], bytes(range(256)) * 4096 * 25
    s3 = engine.client("s3")
    s3.put_object(Bucket=bucket, Key="a b/é.bin", Body=body)
    assert s3.get_object(Bucket=bucket, Key="a b/é.bin")["Body"].read() == body
    assert s3.head_object(Bucket=bucket, Key="a b/é.bin")["ContentLength"] == len(body)
    ranged = s3.get_object(Bucket=bucket, Key="a b/é.bin", Range="bytes=10-19")["Body"].read()
    assert ranged == body[10:20]


@pytest.mark.needs_engine
def test_a_browser_form_uploads_to_a_presigned_address(engine: Engine) -> None:
    s3, bucket = engine.client("s3"), engine.environment["FILES_BUCKET"]
    limit = [["content-length-range", 1, 100]]
    form = s3.generate_presigned_post(bucket, "up/${filename}", Conditions=[["starts-with", "$key", "up/"], *limit])
    assert post_form(engine, form, b"x" * 50) in (200, 204)
    assert post_form(engine, form, b"x" * 500) == 400
    link = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "up/devis.pdf"}, 60)
    with urlopen(link) as answer:
        assert answer.read() == b"x" * 50


def post_form(engine: Engine, form: dict, content: bytes) -> int:
    field = '--B\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    parts = [field.format(key, value) for key, value in form["fields"].items()]
    head = '--B\r\nContent-Disposition: form-data; name="file"; filename="devis.pdf"\r\n\r\n'
    body = "".join([*parts, head]).encode() + content + b"\r\n--B--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", engine.instance.aws_port)
    connection.request("POST", form["url"], body, {"Content-Type": "multipart/form-data; boundary=B"})
    return connection.getresponse().status


@pytest.mark.needs_engine
def test_a_queue_does_not_hand_a_message_to_a_caller_that_left(engine: Engine) -> None:
    url = engine.environment["DOCUMENTS_QUEUE_URL"]
    sqs = engine.client("sqs")
    body = f'{{"QueueUrl":"{url}","WaitTimeSeconds":20}}'.encode()
    head = f"POST / HTTP/1.1\r\nX-Amz-Target: AmazonSQS.ReceiveMessage\r\nContent-Length: {len(body)}\r\n"
    scope = "Authorization: AWS4-HMAC-SHA256 Credential=local/20261122/eu-west-1/sqs/aws4_request, X\r\n\r\n"
    with socket.create_connection(("127.0.0.1", engine.instance.aws_port)) as caller:
        caller.sendall(f"{head}{scope}".encode() + body)
    sqs.send_message(QueueUrl=url, MessageBody="for who stays")
    [message] = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=2)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
