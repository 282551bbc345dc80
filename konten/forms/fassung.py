"""Two people changed the same record: what differs, side by side, and what the second one takes over."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date

from konten.rules.zahl import tagesdatum

Stuecke = tuple[tuple[str, bool], ...]
LEER = "(leer)"
UEBERNEHMEN, ALLE = "uebernehmen", "alle"


@dataclass(frozen=True, slots=True)
class Unterschied:
    """A field whose two versions differ, each in pieces: (words, whether the other one lacks them)."""

    name: str
    label: str
    eigene: Stuecke
    gespeicherte: Stuecke


class MitFassungen:
    """Form mixin. `gespeichert` is always an unbound form of the record as it is stored now."""

    #: fields that are no content
    ohne_vergleich: tuple[str, ...] = ("uuid", "version")

    def unterschiede(self, gespeichert: forms.BaseForm) -> list[Unterschied]:
        """Fields that differ, in the order of the form."""
        namen = [name for name in self.fields if name in gespeichert.fields and name not in self.ohne_vergleich]
        return [
            unterschied(name, self.fields[name].label or name, eigen, dort)
            for name in namen
            if (eigen := lesbar(self[name])) != (dort := lesbar(gespeichert[name]))
        ]

    def mit_gespeichertem(self, gespeichert: forms.BaseForm, name: str) -> QueryDict:
        """The typed data with one field, or with `ALLE` of them, as stored."""
        daten = self.data.copy()
        namen = [unterschied.name for unterschied in self.unterschiede(gespeichert)]
        for feld in namen if name == ALLE else [name] if name in namen else []:
            self.setze_gespeichertes(daten, gespeichert, feld)
        return daten

    def setze_gespeichertes(self, daten: QueryDict, gespeichert: forms.BaseForm, name: str) -> None:
        """Writes the stored value as the form would post it."""
        daten.setlist(self.add_prefix(name), list(werte_von(gespeichert[name])))


def unterschied(name: str, label: str, eigene: str, gespeicherte: str) -> Unterschied:
    """Both texts word by word: what only one of them has is marked there."""
    links, rechts = (re.findall(r"\s*\S+\s*", text) for text in (eigene or LEER, gespeicherte or LEER))
    worte = ([teil.strip() for teil in seite] for seite in (links, rechts))
    schritte = difflib.SequenceMatcher(None, *worte, autojunk=False).get_opcodes()
    return Unterschied(
        name,
        label,
        tuple(("".join(links[a:b]), art != "equal") for art, a, b, _, _ in schritte if a < b),
        tuple(("".join(rechts[c:d]), art != "equal") for art, _, _, c, d in schritte if c < d),
    )


def lesbar(feld: forms.BoundField) -> str:
    """The value as people read it: labels of choices, German days, ja or nein."""
    if isinstance(feld.field, forms.BooleanField):
        return "ja" if feld.value() else "nein"
    werte = list(werte_von(feld))
    if hasattr(feld.field, "choices"):
        namen = {str(wert): str(text) for wert, text in _flach(feld.field.choices)}
        return ", ".join(sorted(namen.get(wert, wert) for wert in werte))
    if isinstance(feld.field, forms.DateField):
        werte = [tagesdatum(tag) if (tag := _tag(wert)) else wert for wert in werte]
    return "\n".join(werte).strip()


def werte_von(feld: forms.BoundField) -> Iterator[str]:
    """The filled values as the form posts them."""
    wert: Any = feld.value()
    for glied in wert if isinstance(wert, list | tuple) else [wert]:
        if glied not in (None, "", False):
            yield _gesendet(glied)


def _gesendet(wert: Any) -> str:
    if isinstance(wert, time):
        return wert.isoformat("minutes")
    return wert.isoformat() if isinstance(wert, date) else str(wert).replace("\r\n", "\n")


def _flach(wahl: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for wert, text in wahl:
        if isinstance(text, list | tuple):
            yield from _flach(text)
        else:
            yield wert, text


def _tag(wert: str) -> date | None:
    try:
        return parse_date(wert)
    except ValueError:
        return None
