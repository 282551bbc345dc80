"""Rows of a form that people add, move and remove: every step is a button of the form and needs no JavaScript.

A row set `punkt` posts its length as `punkt` and its fields as `punkt_0_titel`, `punkt_1_titel` …
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from konten.forms import Bereichsform

HOECHSTENS = 40
#: names of the buttons, each with the row set before it: punkt_mehr, punkt_weg=2 …
SCHRITTE = ("mehr", "weg", "hoch", "runter")


@dataclass(frozen=True, slots=True)
class Zeilensatz:
    """Name of the row set, how its fields are made, and how many empty rows a new form shows."""

    name: str
    felder: Mapping[str, Callable[[], forms.Field]]
    leere: int = 1

    def feldname(self, stelle: int, feld: str) -> str:
        return f"{self.name}_{stelle}_{feld}"

    @property
    def knoepfe(self) -> set[str]:
        """Buttons that change the rows and show the form again."""
        return {f"{self.name}_{schritt}" for schritt in SCHRITTE}

    def lies(self, daten: QueryDict) -> list[dict[str, str]]:
        """The rows as posted, after the step that was asked for."""
        zeilen = [
            {feld: daten.get(self.feldname(stelle, feld), "") for feld in self.felder}
            for stelle in range(_zahl(daten.get(self.name)))
        ]
        return self._bewegt(zeilen, daten)

    def _bewegt(self, zeilen: list[dict[str, str]], daten: QueryDict) -> list[dict[str, str]]:
        if f"{self.name}_mehr" in daten and len(zeilen) < HOECHSTENS:
            zeilen.append(dict.fromkeys(self.felder, ""))
        if (stelle := self._stelle(daten, "weg", len(zeilen))) is not None:
            del zeilen[stelle]
        for schritt, richtung in (("hoch", -1), ("runter", 1)):
            stelle = self._stelle(daten, schritt, len(zeilen))
            if stelle is not None and 0 <= stelle + richtung < len(zeilen):
                zeilen.insert(stelle + richtung, zeilen.pop(stelle))
        return zeilen

    def _stelle(self, daten: QueryDict, schritt: str, laenge: int) -> int | None:
        text = daten.get(f"{self.name}_{schritt}", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 3 and int(text) < laenge else None


def _zahl(text: str | None) -> int:
    return min(int(text), HOECHSTENS) if text and text.isascii() and text.isdigit() and len(text) < 4 else 0


class Zeilenform(Bereichsform, forms.Form):
    """A form with row sets. `bestand`: row set -> stored rows, for the form as it opens."""

    zeilensaetze: tuple[Zeilensatz, ...] = ()

    def __init__(
        self, data: QueryDict | None = None, *args, bestand: Mapping[str, list[dict]] | None = None, **kwargs
    ) -> None:
        self._laengen: dict[str, int] = {}
        anfang: dict[str, Any] = {}
        if data is not None:
            data = data.copy()
            self._ordne(data)
        else:
            anfang = self._aus_bestand(bestand or {})
        super().__init__(data, *args, **kwargs)
        self.initial = anfang | self.initial
        for satz in self.zeilensaetze:
            for stelle in range(self._laengen[satz.name]):
                for feld, baue in satz.felder.items():
                    self.fields[satz.feldname(stelle, feld)] = baue()

    def _ordne(self, data: QueryDict) -> None:
        for satz in self.zeilensaetze:
            zeilen = satz.lies(data)
            self._laengen[satz.name] = len(zeilen)
            data[satz.name] = str(len(zeilen))
            for stelle, zeile in enumerate(zeilen):
                for feld, wert in zeile.items():
                    data[satz.feldname(stelle, feld)] = wert

    def _aus_bestand(self, bestand: Mapping[str, list[dict]]) -> dict[str, Any]:
        anfang = {}
        for satz in self.zeilensaetze:
            zeilen = bestand.get(satz.name) or [{} for _ in range(satz.leere)]
            self._laengen[satz.name] = len(zeilen)
            for stelle, zeile in enumerate(zeilen):
                anfang |= {satz.feldname(stelle, feld): wert for feld, wert in zeile.items()}
        return anfang

    def zeilen(self, name: str) -> list[dict[str, Any]]:
        """For the template: number, ends and bound fields of every row."""
        satz = next(satz for satz in self.zeilensaetze if satz.name == name)
        laenge = self._laengen[name]
        return [
            {
                "stelle": stelle,
                "ist_erste": stelle == 0,
                "ist_letzte": stelle == laenge - 1,
                **{feld: self[satz.feldname(stelle, feld)] for feld in satz.felder},
            }
            for stelle in range(laenge)
        ]

    def werte(self, name: str) -> list[dict[str, Any]]:
        """Checked values of every row, in order."""
        satz = next(satz for satz in self.zeilensaetze if satz.name == name)
        return [
            {feld: self.cleaned_data.get(satz.feldname(stelle, feld)) for feld in satz.felder}
            for stelle in range(self._laengen[name])
        ]
