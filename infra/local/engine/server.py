"""Running the engine: recover first, listen second, so that nobody ever talks to half a database."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import disk, emulator
from .gate import gate
from .http_server import serve
from .keeper import Keeper
from .sent_mail import SentMail

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Options:
    """How this engine was asked to run."""

    folder: Path
    host: str
    port: int
    region: str
    message_domain: str
    journal_limit: int
    force: bool


async def run(options: Options) -> None:
    """Recover, serve until asked to stop, leave a snapshot."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(16))
    began = time.monotonic()
    state = options.folder / "aws"
    state.mkdir(parents=True, exist_ok=True)
    emulator.surround(state, options.host, options.port, options.region)
    running = emulator.Emulator()
    keeper = Keeper(state, running, options.journal_limit, force=options.force)
    count = await keeper.start()
    print(f"engine: {count} journaled calls applied in {time.monotonic() - began:.2f} s", flush=True)
    sent = SentMail(options.folder / "sent", options.message_domain)
    await serve(gate(running.app, keeper, sent), options.host, options.port, _stop_signal())
    await keeper.stop()


def start(options: Options) -> int:
    """Run to the end. A start that fails ends the process: a half-started server would still answer."""
    try:
        asyncio.run(run(options))
    except Exception as error:
        disk.die(f"{type(error).__name__}: {error}")
    sys.stdout.flush()
    return 0


def _stop_signal() -> asyncio.Event:
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    return asked
