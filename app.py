"""Table of contents: what Lambda runs. Bodies are loaded by the function that needs them."""

from __future__ import annotations

from typing import Any

from chalice import Chalice

from chalicelib.handlers.doors import attach
from chalicelib.handlers.web.routes import ROUTES

app = Chalice(app_name="bon-pour-accord")
app.api.binary_types += ["multipart/form-data", "application/pdf", "image/webp", "font/woff2"]
attach(app, ROUTES)


@app.on_sqs_message(queue="bon-pour-accord-inbound-queue", batch_size=5, name="receive_mail")
def receive_mail(event: Any) -> dict[str, Any]:
    from chalicelib.handlers.events.inbound_mail import receive

    return receive(event)


@app.on_sqs_message(queue="bon-pour-accord-outbound-queue", batch_size=5, name="send_mail")
def send_mail(event: Any) -> dict[str, Any]:
    from chalicelib.handlers.events.outbound_mail import send

    return send(event)


@app.on_sqs_message(queue="bon-pour-accord-documents-queue", batch_size=1, name="read_document")
def read_document(event: Any) -> dict[str, Any]:
    from chalicelib.handlers.events.documents import read

    return read(event)


@app.on_sqs_message(queue="bon-pour-accord-delivery-queue", batch_size=10, name="record_delivery")
def record_delivery(event: Any) -> dict[str, Any]:
    from chalicelib.handlers.events.delivery import record

    return record(event)


@app.schedule("rate(1 minute)", name="sweep")
def sweep(event: Any) -> dict[str, Any]:
    from chalicelib.handlers.events.minute import look

    return look(event)
