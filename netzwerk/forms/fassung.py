"""What two versions of a record are compared by where more belongs to it than fields: partners as cards, rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django import forms
from django.db.models import Model
from django.http import QueryDict

from konten.forms.fassung import MitFassungen, Unterschied, lesbar, unterschied, werte_von
from netzwerk.forms.beteiligte import Beteiligte

PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Beistueck:
    """What belongs to a record beside its fields: label, all of it as one text, and how the form would post it."""

    label: str
    text: str
    schreibe: Callable[[QueryDict], None]


class MitBeistuecken(MitFassungen):
    """Adds to the comparison what stands beside the fields; each piece is one text and taken over as a whole."""

    def beistuecke(self) -> Mapping[str, Beistueck]:
        """Name -> piece of this version; none unless the form has some."""
        return {}

    def unterschiede(self, gespeichert: forms.BaseForm) -> list[Unterschied]:
        dort = gespeichert.beistuecke()
        dazu = [
            unterschied(name, stueck.label, stueck.text, dort[name].text)
            for name, stueck in self.beistuecke().items()
            if stueck.text != dort[name].text
        ]
        return [*dazu, *super().unterschiede(gespeichert)]

    def setze_gespeichertes(self, daten: QueryDict, gespeichert: forms.BaseForm, name: str) -> None:
        stuecke = gespeichert.beistuecke()
        if name in stuecke:
            stuecke[name].schreibe(daten)
        else:
            super().setze_gespeichertes(daten, gespeichert, name)


class MitKontaktfassungen(MitBeistuecken):
    """Adds the partner cards; the next step is a record of its own and no part of it."""

    ohne_vergleich = ("uuid", "version", "wann", "wieder", "schritt", "schritt_am", "zusage")

    def beistuecke(self) -> Mapping[str, Beistueck]:
        return {PARTNER: Beistueck("Mit wem", _zeilen(self.beteiligte), self._schreibe_karten)}

    def _schreibe_karten(self, daten: QueryDict) -> None:
        for schluessel in [name for name in daten if name.startswith(("raum-", "ergebnis-", "person-"))]:
            del daten[schluessel]
        zeilen = self.beteiligte.zeilen
        daten.setlist(PARTNER, [zeile.schluessel for zeile in zeilen])
        for zeile in zeilen:
            daten[f"raum-{zeile.schluessel}"] = zeile.raum
            daten[f"ergebnis-{zeile.schluessel}"] = zeile.ergebnis
            daten.setlist(f"person-{zeile.schluessel}", sorted(zeile.gewaehlt))


class MitZeilenfassungen(MitBeistuecken):
    """Adds the row sets of a `Zeilenform`; `zeilentitel` gives each its label."""

    zeilentitel: Mapping[str, str] = {}

    @property
    def ohne_vergleich(self) -> tuple[str, ...]:
        return ("uuid", "version", *(feld.name for satz in self.zeilensaetze for feld in self.zeilenfelder(satz.name)))

    def zeilenfelder(self, name: str) -> Iterable[forms.BoundField]:
        return [feld for zeile in self.zeilen(name) for feld in zeile.values() if isinstance(feld, forms.BoundField)]

    def beistuecke(self) -> Mapping[str, Beistueck]:
        return {
            name: Beistueck(titel, self._zeilentext(name), partial(self._schreibe_zeilen, name))
            for name, titel in self.zeilentitel.items()
        }

    def _zeilentext(self, name: str) -> str:
        zeilen = [
            [lesbar(feld) for feld in zeile.values() if isinstance(feld, forms.BoundField) and not feld.is_hidden]
            for zeile in self.zeilen(name)
        ]
        return "\n".join(text for zeile in zeilen if (text := ", ".join(teil for teil in zeile if teil)))

    def _schreibe_zeilen(self, name: str, daten: QueryDict) -> None:
        for schluessel in [schluessel for schluessel in daten if schluessel.startswith(f"{name}_")]:
            del daten[schluessel]
        daten[name] = str(len(self.zeilen(name)))
        for feld in self.zeilenfelder(name):
            daten[feld.name] = next(werte_von(feld), "")


def namen_von(partner: Iterable[Model]) -> str:
    """Partners beside the fields as people read them, in an order that does not depend on clicks."""
    return "\n".join(sorted(str(einer) for einer in partner))


def _zeilen(beteiligte: Beteiligte) -> str:
    return "\n".join(
        ", ".join(
            [
                str(zeile.partner),
                next((raum.name for raum in zeile.raeume if raum.kuerzel == zeile.raum), zeile.raum),
                dict(zeile.ergebnisse).get(zeile.ergebnis, zeile.ergebnis),
                *sorted(str(person) for person in zeile.personen if str(person.uuid) in zeile.gewaehlt),
            ]
        )
        for zeile in sorted(beteiligte.zeilen, key=lambda zeile: zeile.schluessel)
    )
