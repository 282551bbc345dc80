"""A need that came along in the address, from the resource finder (K05): choices only, never words."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.http import QueryDict

from konten.rules import Geltungsbereich
from netzwerk.models import Thema
from netzwerk.rules.bedarf import Altersgruppe
from netzwerk.rules.lotsen import Mobilitaet, Tageszeit
from partner.rules.sprachen import SPRACHEN
from sozialraum.models import Gemeinde, Sozialraum

_WORTE: Mapping[str, type[TextChoices]] = {
    "altersgruppe": Altersgruppe,
    "mobilitaet": Mobilitaet,
    "zeit": Tageszeit,
}


def vorgaben(daten: QueryDict, bereich: Geltungsbereich) -> dict[str, Any]:
    """First values of a form by field; what is unknown or out of reach is left out. Up to three queries."""
    werte: dict[str, Any] = {name: daten.get(name) for name, wahl in _WORTE.items() if daten.get(name) in wahl.values}
    if daten.get("sprache") in SPRACHEN:
        werte["sprache"] = daten["sprache"]
    if kuerzel := _wort(daten, "sozialraum"):
        werte["sozialraum"] = Sozialraum.objects.waehlbar_fuer(bereich).filter(kuerzel=kuerzel).first()
    if ags := _wort(daten, "gemeinde"):
        werte["gemeinde"] = Gemeinde.objects.filter(ags=ags).first()
    if schluessel := [int(pk) for pk in daten.getlist("thema") if pk.isascii() and pk.isdigit() and len(pk) < 10]:
        erlaubte = Thema.objects.sichtbar_fuer(bereich).filter(pk__in=schluessel, ist_aktiv=True)
        werte["themen"] = list(erlaubte.values_list("pk", flat=True))
    return {name: wert for name, wert in werte.items() if wert}


def _wort(daten: QueryDict, name: str) -> str:
    """The value as far as a key may be; PostgreSQL refuses NUL."""
    return daten.get(name, "").replace("\x00", "")[:30]
