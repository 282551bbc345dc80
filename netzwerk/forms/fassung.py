"""What two versions of a contact are compared by: its partners are cards beside the fields."""

from django import forms
from django.http import QueryDict

from konten.forms.fassung import MitFassungen, Unterschied, unterschied
from netzwerk.forms.beteiligte import Beteiligte

PARTNER = "partner"


class MitKontaktfassungen(MitFassungen):
    """Adds the partner cards to the comparison; the next step is a record of its own and no part of it."""

    ohne_vergleich = ("uuid", "version", "wann", "wieder", "schritt", "schritt_am", "zusage")

    def unterschiede(self, gespeichert: forms.BaseForm) -> list[Unterschied]:
        eigene, dort = _zeilen(self.beteiligte), _zeilen(gespeichert.beteiligte)
        partner = [] if eigene == dort else [unterschied(PARTNER, "Mit wem", eigene, dort)]
        return [*partner, *super().unterschiede(gespeichert)]

    def setze_gespeichertes(self, daten: QueryDict, gespeichert: forms.BaseForm, name: str) -> None:
        if name != PARTNER:
            super().setze_gespeichertes(daten, gespeichert, name)
            return
        for schluessel in [name for name in daten if name.startswith(("raum-", "ergebnis-", "person-"))]:
            del daten[schluessel]
        zeilen = gespeichert.beteiligte.zeilen
        daten.setlist(PARTNER, [zeile.schluessel for zeile in zeilen])
        for zeile in zeilen:
            daten[f"raum-{zeile.schluessel}"] = zeile.raum
            daten[f"ergebnis-{zeile.schluessel}"] = zeile.ergebnis
            daten.setlist(f"person-{zeile.schluessel}", sorted(zeile.gewaehlt))


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
