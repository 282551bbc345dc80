"""Keeps secrets out of the log: some addresses are the key to what they show."""

import logging
import re
from typing import Any

_GEHEIM = re.compile(r"/(kalender|abmelden|bestaetigen|antwort|passwort-vergessen)/[^/\s?\"']{12,}")


def ohne_geheimnis(text: str) -> str:
    """The text with the secret part of such addresses replaced."""
    return _GEHEIM.sub(r"/\1/…", text)


class OhneGeheimnis(logging.Filter):
    """Rewrites a record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = ohne_geheimnis(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_ohne(wert) for wert in record.args)
        return True


def _ohne(wert: Any) -> Any:
    return ohne_geheimnis(wert) if isinstance(wert, str) else wert
