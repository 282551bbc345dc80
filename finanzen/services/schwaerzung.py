"""Words about clients that were blanked must not live on in snapshots of closed years and in lists; figures stay."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from finanzen.models import Ausgabe, Ausnahmeantrag, Buchungslauf, Jahresabschluss, Minusbegruendung, Projekt
from finanzen.rules.jahresstand import pruefsumme
from finanzen.services.sperre import sperre_sozialraum

#: records whose words a closing keeps
QUELLEN = (Ausgabe, Ausnahmeantrag, Minusbegruendung, Projekt)


def sperre_kopien(objekt: models.Model) -> None:
    """To be called before the record itself is locked: the Sozialraum comes first, here as for a booking."""
    if isinstance(objekt, QUELLEN):
        sperre_sozialraum(objekt.sozialraum_id)


@transaction.atomic
def schwaerze_kopien(*, objekt: models.Model, texte: Mapping[str, str]) -> int:
    """Puts blanked texts in the place of the old ones wherever the money keeps a copy: closings and booked lists.

    A closing keeps when that was and the checksum that it had before. Returns how many closings were changed.
    """
    if not isinstance(objekt, QUELLEN):
        return 0
    sperre_kopien(objekt)
    if isinstance(objekt, Ausgabe) and objekt.lauf_id:
        _schwaerze_lauf(Buchungslauf.objects.select_for_update().order_by().get(pk=objekt.lauf_id), texte)
    abschluesse = Jahresabschluss.objects.filter(sozialraum=objekt.sozialraum_id).order_by("pk")
    return sum(_schwaerze_abschluss(abschluss, str(objekt.traeger.uuid), texte) for abschluss in abschluesse)


def _schwaerze_abschluss(abschluss: Jahresabschluss, traeger: str, texte: Mapping[str, str]) -> bool:
    stellen = [
        (satz, feld)
        for eintrag in abschluss.daten["traeger"]
        if eintrag["schluessel"] == traeger
        for satz, feld in _texte(eintrag)
        if texte.get(satz[feld], satz[feld]) != satz[feld]
    ]
    if not stellen:
        return False
    for satz, feld in stellen:
        satz[feld] = texte[satz[feld]]
    vermerk = {"am": timezone.localdate().isoformat(), "pruefsumme": abschluss.pruefsumme}
    abschluss.daten["geschwaerzt"] = [*abschluss.daten.get("geschwaerzt", ()), vermerk]
    abschluss.pruefsumme = pruefsumme(abschluss.daten)
    abschluss.save(update_fields=["daten", "pruefsumme", "geaendert_am"])
    return True


def _texte(eintrag: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Where a closing keeps words that people typed: of bookings, titles of approvals, the reason of a deficit."""
    yield eintrag, "minusgrund"
    yield from ((bewilligung, "bezeichnung") for bewilligung in eintrag["bewilligungen"])
    yield from ((buchung, feld) for buchung in eintrag["buchungen"] for feld in ("text", "projekt", "antrag"))


def _schwaerze_lauf(lauf: Buchungslauf, texte: Mapping[str, str]) -> None:
    """Only booked lists keep rows as bookings; what is still a preview is in nobody's books."""
    lauf.zeilen = [zeile | {"text": texte.get(zeile["text"], zeile["text"])} for zeile in lauf.zeilen]
    lauf.save()
