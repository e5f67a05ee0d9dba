"""One instance on this machine: its ports, its data folder, and the environment the product runs in.

The product reads only its settings; here they are filled in so that it can never reach a real account.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from .names import physical_name

ACCOUNT = "000000000000"
REGION = "eu-west-1"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Instance:
    """Where an instance listens and keeps its data."""

    data: Path
    port: int
    smtp_port: int
    aws_port: int

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def aws_url(self) -> str:
        return f"http://{HOST}:{self.aws_port}"

    @property
    def note(self) -> Path:
        """Where a running instance writes its ports, so that commands find it."""
        return self.data / "instance.json"

    def queue_url(self, logical: str) -> str:
        return f"{self.aws_url}/{ACCOUNT}/{physical_name(logical)}"

    def environment(self) -> dict[str, str]:
        """Everything the product and its AWS library read."""
        chosen = {name: os.environ.get(name, value) for name, value in self._defaults().items()}
        return chosen | self._aws()

    def _defaults(self) -> dict[str, str]:
        domain = os.environ.get("INBOUND_DOMAIN", "courrier.rivoli.example").split(",")[0]
        return {
            "BASE_URL": self.base_url,
            "INBOUND_DOMAIN": domain,
            "SENDER_ADDRESS": f"travaux@{domain}",
            "SES_MESSAGE_DOMAIN": f"{REGION}.amazonses.com",
            "SECURE_COOKIES": "false",
            "SENDS_PER_SECOND": "50",
        }

    def _aws(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.aws_url,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "TABLE_NAME": physical_name("Table"),
            "INBOUND_BUCKET": physical_name("InboundBucket"),
            "FILES_BUCKET": physical_name("FilesBucket"),
            "INBOUND_QUEUE_URL": self.queue_url("InboundQueue"),
            "OUTBOUND_QUEUE_URL": self.queue_url("OutboundQueue"),
            "DOCUMENTS_QUEUE_URL": self.queue_url("DocumentsQueue"),
            "DELIVERY_QUEUE_URL": self.queue_url("DeliveryQueue"),
        }

    def enter(self) -> None:
        """Make this process live in the instance. Must come before the product is imported."""
        inherited = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
        for name in [*inherited, *(name for name in os.environ if name.startswith("AWS_ENDPOINT_URL_"))]:
            os.environ.pop(name, None)
        os.environ.update(self.environment() | self._place())
        os.environ.setdefault("SIGNING_KEYS", self.signing_key())

    def _place(self) -> dict[str, str]:
        """For our own child processes, which run in the project's folder."""
        ports = {"PORT": self.port, "SMTP_PORT": self.smtp_port, "AWS_PORT": self.aws_port}
        return {"DATA_DIR": str(self.data), **{name: str(port) for name, port in ports.items()}}

    def signing_key(self) -> str:
        """A secret of this data folder, drawn once, so that sessions and links outlive a restart."""
        path = self.data / "signing.key"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                stream.write(secrets.token_hex(32))
        return path.read_text()

    def write_note(self) -> None:
        content = asdict(self) | {"data": str(self.data), "pid": os.getpid()}
        self.note.write_text(json.dumps(content))


def from_environment() -> Instance:
    """The instance that PORT, SMTP_PORT, AWS_PORT and DATA_DIR describe."""
    data = Path(os.environ.get("DATA_DIR", ".data")).resolve()
    return Instance(data, _port("PORT", 8000), _port("SMTP_PORT", 2525), _port("AWS_PORT", 4566))


def running() -> Instance:
    """The instance whose data folder we point at: its own note, but a port given by hand wins."""
    asked = from_environment()
    if not asked.note.exists():
        return asked
    noted = json.loads(asked.note.read_text())
    names = {"port": "PORT", "smtp_port": "SMTP_PORT", "aws_port": "AWS_PORT"}
    ports = {field: _port(name, noted[field]) for field, name in names.items()}
    return Instance(asked.data, **ports)


def _port(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise SystemExit(f"{name} must be a port number, not {value!r}")
    return int(value)
