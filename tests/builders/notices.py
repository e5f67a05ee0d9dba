"""What SES publishes about a mail that left, in its own shapes, as a configuration set sends them."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.domain.delivery import DeliveryEvent
from chalicelib.domain.mail import OutgoingMail
from chalicelib.intake.delivery_notice import read_notice
from chalicelib.usecases.record_delivery import Outcome, record_delivery
from tests.fakes.office import World

DEAD = ("Permanent", "General", "5.1.1", "smtp; 550 5.1.1 <x> User unknown in local recipient table")
FULL = ("Transient", "MailboxFull", "4.2.2", "smtp; 452 4.2.2 The email account is over quota")


def notice(kind: str, mail_id: str, email: str, at: str, agency: str = "rivoli", ses_id: str = "",
           bounce: tuple[str, str, str, str] = DEAD) -> dict[str, Any]:
    """One event. `at` is ISO text; the id of SES defaults to one made from the mail's."""
    told: dict[str, Any] = {
        "eventType": kind,
        "mail": {"timestamp": at, "messageId": ses_id or f"0102-{mail_id[:12]}", "source": "dossier@rivoli.example",
                 "destination": [email], "headersTruncated": False,
                 "tags": {"ses:configuration-set": ["bon-pour-accord"], "agency": [agency], "mail": [mail_id]}}}
    hurt = {"emailAddress": email, "action": "failed", "status": bounce[2], "diagnosticCode": bounce[3]}
    told |= {
        "Bounce": {"bounce": {"bounceType": bounce[0], "bounceSubType": bounce[1], "bouncedRecipients": [hurt],
                              "timestamp": at, "feedbackId": "0102-f", "reportingMTA": "dns; a.amazonses.com"}},
        "Complaint": {"complaint": {"complainedRecipients": [{"emailAddress": email}], "timestamp": at,
                                    "feedbackId": "0102-f", "complaintFeedbackType": "abuse"}},
        "Delivery": {"delivery": {"timestamp": at, "processingTimeMillis": 546, "recipients": [email],
                                  "smtpResponse": "250 ok", "reportingMTA": "a.amazonses.com"}},
        "DeliveryDelay": {"deliveryDelay": {"timestamp": at, "delayType": "TransientCommunicationFailure",
                                            "delayedRecipients": [{"emailAddress": email, "status": "4.4.1",
                                                                   "diagnosticCode": "smtp; 421 4.4.1 no answer"}]}},
        "Send": {"send": {}}, "Reject": {"reject": {"reason": "Bad content"}},
    }[kind]
    return told


def events(kind: str, mail: OutgoingMail, at: str, **changes: Any) -> list[DeliveryEvent]:
    return read_notice(notice(kind, mail.id, mail.to_email, at, ses_id=mail.ses_id, **changes))


def tell(world: World, kind: str, mail: OutgoingMail, **changes: Any) -> Outcome:
    """SES tells it now, and the handler runs."""
    (event,) = events(kind, mail, world.now.isoformat(), **changes)
    return record_delivery(world.office, event, world.now)


def enveloped(told: dict[str, Any]) -> str:
    """As SNS hands it to SQS."""
    return json.dumps({"Type": "Notification", "MessageId": "n", "TopicArn": "arn:aws:sns:eu-west-1:0:d",
                       "Message": json.dumps(told)})
