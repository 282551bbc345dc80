"""A real mail server on loopback, and processes of the application that talk to it."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event

from aiosmtpd.controller import Controller
from django.db import connection

from config.umgebung import BASIS

#: seconds after which a process counts as hanging; on a busy machine its start alone may take ten
GEDULD = 120


class Postfach:
    """Takes mails, or answers with what `rcpt` and `data` say; `angehalten` makes it wait before it accepts."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.empfaenger: list[str] = []
        self.rcpt = self.data = "250 OK"
        self.angehalten = False
        self.begonnen = Event()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope) -> str:
        self.begonnen.set()
        while self.angehalten:
            await asyncio.sleep(0.01)
        if self.data.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.empfaenger += envelope.rcpt_tos
        return self.data


def freier_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mailserver(postfach: Postfach, port: int) -> Iterator[None]:
    server = Controller(postfach, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield
    finally:
        postfach.angehalten = False
        server.stop()


def datenbankadresse() -> str:
    """The database of this test as another process names it."""
    angaben = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{angaben['NAME']}"
    # The variable holds the address of the cluster; only the name of the test's database differs.
    return f"{os.environ['NETZWERK_DATABASE_URL'].rpartition('/')[0]}/{angaben['NAME']}"


def starte(*befehl: str, port: int) -> subprocess.Popen:
    """`manage.py …` in a process of its own, on the database of this test and the mail server at the port."""
    frei = {name: wert for name, wert in os.environ.items() if not name.startswith("NETZWERK_")}
    umgebung = frei | {
        "NETZWERK_DEBUG": "1",
        "NETZWERK_DATABASE_URL": datenbankadresse(),
        "NETZWERK_EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *befehl],
        cwd=BASIS,
        env=umgebung,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def beende(lauf: subprocess.Popen) -> str:
    """Waits for the end of the process and answers with what it said; one that hangs is killed."""
    try:
        return lauf.communicate(timeout=GEDULD)[0]
    except subprocess.TimeoutExpired:
        lauf.kill()
        return lauf.communicate()[0]
