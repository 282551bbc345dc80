"""Writes many contacts at once, exactly as `netzwerk.services.kontakt` writes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from konten.services.protokoll import (
    protokolliere_angelegte,
    protokolliere_geaenderte,
    protokolliere_verknuepfungen,
)
from netzwerk.models import Kontakt, Kontaktbeteiligung, Kontaktherkunft
from netzwerk.rules.kontaktliste import Kontakteintrag
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Importlauf

STAPEL = 500
FELDER = ("am", "art", "bezug", "zweck", "inhalt", "vereinbarung", "dauer_minuten")


@dataclass(slots=True)
class Geschrieben:
    """A contact with the rows that belong to it."""

    kontakt: Kontakt
    beteiligungen: list[Kontaktbeteiligung]
    herkunft: Kontaktherkunft


@transaction.atomic
def erfasse_viele(
    *, lauf: Importlauf, eintraege: Mapping[int, Kontakteintrag], benutzer_id: int | None
) -> dict[int, Geschrieben]:
    """Contacts made from the rows of a list, audited and marked as such; row number -> what was written.

    The key of an entry becomes the uuid: one that is known already is left out, so nothing is written twice. One query,
    and about nine per 500 contacts. Whoever calls this has them counted (`zaehle_neu`).
    """
    uuids = {nummer: UUID(eintrag.schluessel) for nummer, eintrag in eintraege.items()}
    bekannt = set(Kontakt.objects.filter(uuid__in=uuids.values()).values_list("uuid", flat=True))
    neue = {nummer: eintrag for nummer, eintrag in eintraege.items() if uuids[nummer] not in bekannt}
    kontakte = {
        nummer: Kontakt(
            uuid=uuids[nummer], erfasst_von_id=eintrag.autor, **{feld: getattr(eintrag, feld) for feld in FELDER}
        )
        for nummer, eintrag in neue.items()
    }
    _schreibe(list(kontakte.values()), benutzer_id)
    geschrieben = {
        nummer: Geschrieben(kontakt, _beteiligte(kontakt, neue[nummer]), _herkunft(lauf, nummer, kontakt))
        for nummer, kontakt in kontakte.items()
    }
    _schreibe([zeile for eines in geschrieben.values() for zeile in eines.beteiligungen], benutzer_id)
    _schreibe([eines.herkunft for eines in geschrieben.values()], benutzer_id)
    _verknuepfe_themen([(kontakte[nummer], eintrag.themen) for nummer, eintrag in neue.items()], benutzer_id)
    return geschrieben


def _beteiligte(kontakt: Kontakt, eintrag: Kontakteintrag) -> list[Kontaktbeteiligung]:
    return [
        Kontaktbeteiligung(
            kontakt=kontakt, partner_id=partner, sozialraum_id=raum, am=eintrag.am, ergebnis=eintrag.ergebnis
        )
        for partner, raum in eintrag.beteiligte
    ]


def _herkunft(lauf: Importlauf, nummer: int, kontakt: Kontakt) -> Kontaktherkunft:
    return Kontaktherkunft(kontakt=kontakt, lauf=lauf, zeile=nummer)


def _verknuepfe_themen(paare: Sequence[tuple[Kontakt, frozenset[int]]], benutzer_id: int | None) -> None:
    bruecke = Kontakt.themen.through
    zeilen = [bruecke(kontakt=kontakt, thema_id=thema) for kontakt, themen in paare for thema in sorted(themen)]
    bruecke.objects.bulk_create(zeilen, batch_size=STAPEL)
    je_kontakt = [(kontakt.pk, "add", sorted(themen)) for kontakt, themen in paare if themen]
    protokolliere_verknuepfungen(Kontakt, "themen", je_kontakt, benutzer_id=benutzer_id)


def _schreibe(objekte: Sequence[models.Model], benutzer_id: int | None) -> None:
    if objekte:
        type(objekte[0]).objects.bulk_create(objekte, batch_size=STAPEL)
        protokolliere_angelegte(objekte, benutzer_id=benutzer_id)


@transaction.atomic
def aendere_viele(
    *, eintraege: Mapping[int, Kontakteintrag], benutzer_id: int | None
) -> dict[int, tuple[Kontakt, dict[str, Any]]]:
    """Gives stored contacts the new values of rows; row number -> contact and what stood there before.

    One that has another version by now, or is gone, is left out. One query and two per 100 contacts. Whoever calls this
    has them counted afterwards.
    """
    ids = [eintrag.kontakt for eintrag in eintraege.values()]
    kontakte = {k.pk: k for k in Kontakt.objects.select_for_update().filter(pk__in=ids).order_by("pk")} if ids else {}
    geaendert: dict[int, tuple[Kontakt, dict[str, Any]]] = {}
    for nummer, eintrag in eintraege.items():
        kontakt = kontakte.get(eintrag.kontakt)
        if kontakt is None or kontakt.version != eintrag.version:
            continue
        geaendert[nummer] = (kontakt, {feld: getattr(kontakt, feld) for feld, _ in eintrag.werte})
        for feld, wert in eintrag.werte:
            setattr(kontakt, feld, wert)
        kontakt.version += 1
        kontakt.geaendert_am = timezone.now()
    Kontakt.objects.bulk_update(
        [kontakt for kontakt, _ in geaendert.values()], [*FELDER, "version", "geaendert_am"], batch_size=100
    )
    protokolliere_geaenderte(geaendert.values(), benutzer_id=benutzer_id)
    return geaendert


def gleiche_tage_ab(*, kontakt_ids: Sequence[int]) -> None:
    """Participations follow the day of their contact, and what counts follows them. Three queries."""
    ihr_tag = Kontakt.objects.filter(pk=models.OuterRef("kontakt_id")).values("am")
    anders = Kontaktbeteiligung.objects.filter(kontakt__in=kontakt_ids).exclude(am=models.F("kontakt__am"))
    anders.update(am=models.Subquery(ihr_tag[:1]))
    zaehle_neu(kontakt_ids=kontakt_ids)
