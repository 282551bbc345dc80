"""What two versions of a record are compared by where more belongs to it than fields: partners as cards, rows."""

from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import Model
from django.http import QueryDict

from konten.forms.fassung import MitFassungen, Unterschied, lesbar, unterschied, werte_von
from netzwerk.forms.beteiligte import Beteiligte

PARTNER = "partner"


class MitBeistuecken(MitFassungen):
    """Adds to the comparison what stands beside the fields; each piece is one text and taken over as a whole."""

    def beistuecke(self) -> Mapping[str, tuple[str, str]]:
        """Name -> label and text."""
        raise NotImplementedError

    def setze_beistueck(self, daten: QueryDict, gespeichert: forms.BaseForm, name: str) -> None:
        """Writes the stored piece as the form would post it."""
        raise NotImplementedError

    def unterschiede(self, gespeichert: forms.BaseForm) -> list[Unterschied]:
        dort = gespeichert.beistuecke()
        dazu = [
            unterschied(name, label, text, dort[name][1])
            for name, (label, text) in self.beistuecke().items()
            if text != dort[name][1]
        ]
        return [*dazu, *super().unterschiede(gespeichert)]

    def setze_gespeichertes(self, daten: QueryDict, gespeichert: forms.BaseForm, name: str) -> None:
        if name in self.beistuecke():
            self.setze_beistueck(daten, gespeichert, name)
        else:
            super().setze_gespeichertes(daten, gespeichert, name)


class MitKontaktfassungen(MitBeistuecken):
    """Adds the partner cards; the next step is a record of its own and no part of it."""

    ohne_vergleich = ("uuid", "version", "wann", "wieder", "schritt", "schritt_am", "zusage")

    def beistuecke(self) -> Mapping[str, tuple[str, str]]:
        return {PARTNER: ("Mit wem", _zeilen(self.beteiligte))}

    def setze_beistueck(self, daten: QueryDict, gespeichert: forms.BaseForm, name: str) -> None:
        for schluessel in [name for name in daten if name.startswith(("raum-", "ergebnis-", "person-"))]:
            del daten[schluessel]
        zeilen = gespeichert.beteiligte.zeilen
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

    def beistuecke(self) -> Mapping[str, tuple[str, str]]:
        return {name: (titel, self._zeilentext(name)) for name, titel in self.zeilentitel.items()}

    def _zeilentext(self, name: str) -> str:
        zeilen = [
            [lesbar(feld) for feld in zeile.values() if isinstance(feld, forms.BoundField) and not feld.is_hidden]
            for zeile in self.zeilen(name)
        ]
        return "\n".join(text for zeile in zeilen if (text := ", ".join(teil for teil in zeile if teil)))

    def setze_beistueck(self, daten: QueryDict, gespeichert: forms.BaseForm, name: str) -> None:
        for schluessel in [schluessel for schluessel in daten if schluessel.startswith(f"{name}_")]:
            del daten[schluessel]
        daten[name] = str(len(gespeichert.zeilen(name)))
        for feld in gespeichert.zeilenfelder(name):
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
