"""Reads around contacts: suggestions for the form, why a contact sets the clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt, Kontaktbeteiligung
from netzwerk.rules import ZAEHLT_ALS_AUSTAUSCH, Ergebnis
from partner.models import Netzwerkpartner

ANZAHL = 8
ZULETZT = 5
#: so many of the latest entries are looked at for the last partners
RUECKSCHAU = 40


def partnervorschlaege(
    bereich: Geltungsbereich, suche: str, ohne_ids: Sequence[int], ohne_uuids: Sequence[str] = ()
) -> QuerySet[Netzwerkpartner]:
    """Partners within reach whose name, address or Träger holds every word; one too many tells of more. One query."""
    menge = Netzwerkpartner.objects.waehlbar_fuer(bereich).suche(suche)
    return menge.exclude(pk__in=ohne_ids).exclude(uuid__in=ohne_uuids).order_by("name_norm")[: ANZAHL + 1]


def vorschlaege_ohne_suche(bereich: Geltungsbereich) -> list[Netzwerkpartner]:
    """The partners that this account logged last, newest first. Two queries."""
    letzte = Kontaktbeteiligung.objects.filter(kontakt__erfasst_von=bereich.benutzer_id).order_by("-kontakt_id")
    ids = list(dict.fromkeys(letzte.values_list("partner_id", flat=True)[:RUECKSCHAU]))[:ZULETZT]
    waehlbar = Netzwerkpartner.objects.waehlbar_fuer(bereich).in_bulk(ids)
    return [waehlbar[pk] for pk in ids if pk in waehlbar]


@dataclass(frozen=True, slots=True)
class Beteiligungszeile:
    """A partner at the contact and the sentence why it counts or not (K06)."""

    beteiligung: Kontaktbeteiligung
    satz: str


def begruendung_je_beteiligung(kontakt: Kontakt) -> list[Beteiligungszeile]:
    """All partners of the contact with the reason. One query."""
    zeilen = kontakt.beteiligungen.select_related("partner", "sozialraum").order_by("partner__name_norm")
    return [Beteiligungszeile(zeile, _satz(kontakt, zeile)) for zeile in zeilen]


def _satz(kontakt: Kontakt, zeile: Kontaktbeteiligung) -> str:
    if zeile.zaehlt:
        return "zählt als Austausch"
    if zeile.ergebnis != Ergebnis.ERREICHT:
        return "zählt nicht: niemand erreicht"
    if kontakt.art not in ZAEHLT_ALS_AUSTAUSCH:
        return f"zählt nicht: {kontakt.get_art_display()} ist kein Austausch"
    return (
        f"zählt nicht: keine Netzwerkfachkraft von {zeile.sozialraum} beteiligt "
        "oder der Partner war dort nicht eingetragen"
    )
