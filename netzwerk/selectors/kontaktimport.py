"""Reads for the import of contacts: who may be the author, who served where, which contacts are there."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from konten.models import Benutzer
from konten.models.schluessel import lies_uuids
from konten.rules import Geltungsbereich, normalisiere
from netzwerk.models import Einsatz, Kontakt, Kontaktbeteiligung, Thema
from netzwerk.rules.kontaktbestand import Autor, Kontaktangabe, Kontaktbestand, Kontaktgrundlage, Raumangabe
from partner.models import Wirkungsbereich
from partner.rules.einlesen import Listenzeile
from partner.rules.listentag import lies_listentag
from partner.selectors.personenliste import partnerverzeichnis
from sozialraum.models import Sozialraum

#: as in the form
FRUEHESTENS = date(2000, 1, 1)
_SPALTEN = (
    *("pk", "uuid", "version", "erfasst_von_id", "am", "art", "bezug", "zweck", "inhalt", "vereinbarung"),
    "dauer_minuten",
)
#: keys in one condition; SQLite takes no more than 32,766 values
PORTION = 5_000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
#: longest text that may be a day
TAG_HOECHSTENS = 32


def kontaktgrundlage(bereich: Geltungsbereich, zeilen: Sequence[Listenzeile]) -> Kontaktgrundlage:
    """Everything that a list of contacts is judged by. Fifteen queries, three more per 5,000 contacts that are met."""
    autoren = moegliche_autoren(bereich)
    themen = {name: pk for pk, name in Thema.objects.filter(ist_aktiv=True).values_list("pk", "name")}
    return Kontaktgrundlage(
        partner=partnerverzeichnis(bereich),
        raeume=tuple(Raumangabe(*zeile) for zeile in Sozialraum.objects.values_list("pk", "kuerzel", "name")),
        wirkung=_wirkung(),
        autoren=autoren,
        selbst=bereich.benutzer_id or 0,
        bestand=_bestand(bereich, [autor.pk for autor in autoren], zeilen),
        heute=bereich.stichtag,
        fruehestens=FRUEHESTENS,
        erlaubt=bereich.sozialraeume("kontakt.anlegen"),
        themen={normalisiere(name): pk for name, pk in themen.items()},
        themennamen={pk: name for name, pk in themen.items()},
    )


def moegliche_autoren(bereich: Geltungsbereich) -> tuple[Autor, ...]:
    """Accounts in whose name contacts may be entered: one's own; the system, also those of Netzwerkfachkräfte.

    A Leitungsfachkraft may do so for the Netzwerkfachkräfte of her Träger, where and while they were at work. At most
    two queries.
    """
    traeger = bereich.geleitete_traeger("kontakt.anlegen")
    einsaetze = Einsatz.objects.bestaetigt().filter(fachkraft__benutzer__isnull=False)
    if bereich.benutzer_id is not None:
        einsaetze = einsaetze.filter(traeger__in=traeger) if traeger else einsaetze.none()
    raeume: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    for konto, *zeit in einsaetze.values_list("fachkraft__benutzer", "sozialraum_id", "von", "bis"):
        raeume[konto].append(tuple(zeit))
    konten = Benutzer.objects.filter(Q(pk__in=raeume) | Q(pk=bereich.benutzer_id or 0)).order_by("pk")
    return tuple(
        Autor(*zeile, tuple(raeume[zeile[0]])) for zeile in konten.values_list("pk", "vorname", "nachname", "username")
    )


def _wirkung() -> dict[int, tuple[tuple[int, date, date | None], ...]]:
    wirkung: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    for partner, *zeit in Wirkungsbereich.objects.order_by().values_list("partner_id", "sozialraum_id", "von", "bis"):
        wirkung[partner].append(tuple(zeit))
    return {partner: tuple(zeiten) for partner, zeiten in wirkung.items()}


def _bestand(bereich: Geltungsbereich, autoren: Collection[int], zeilen: Sequence[Listenzeile]) -> Kontaktbestand:
    """Contacts that a row may name by its key, and those of the authors in the time that the list spans."""
    sichtbar = Kontakt.objects.sichtbar_fuer(bereich)
    schluessel = lies_uuids({text for zeile in zeilen for text in zeile.zellen if _UUID.fullmatch(text.strip())})
    angaben: dict[int, Kontaktangabe] = {}
    for anfang in range(0, len(schluessel), PORTION):
        angaben |= _angaben(bereich, sichtbar.filter(uuid__in=schluessel[anfang : anfang + PORTION]))
    if spanne := _spanne(zeilen):
        eigene = Kontakt.objects.filter(erfasst_von__in=autoren, am__range=spanne)
        angaben |= _angaben(bereich, eigene)
    return Kontaktbestand(angaben.values())


def _spanne(zeilen: Iterable[Listenzeile]) -> tuple[date, date] | None:
    """First and last day that any cell names."""
    kandidaten = {text for zeile in zeilen for text in zeile.zellen if 4 < len(text) <= TAG_HOECHSTENS}
    tage = {tag for text in kandidaten if any(z.isdigit() for z in text) and (tag := lies_listentag(text))}
    return (min(tage), max(tage)) if tage else None


def _angaben(bereich: Geltungsbereich, menge: QuerySet[Kontakt]) -> dict[int, Kontaktangabe]:
    """Contacts as values. Four queries."""
    bearbeitbar = set(
        Kontakt.objects.bearbeitbar_fuer(bereich)
        .filter(pk__in=menge.order_by().values("pk"))
        .values_list("pk", flat=True)
    )
    ids = menge.order_by().values("pk")
    partner: dict[int, dict[int, str]] = defaultdict(dict)
    beteiligungen = Kontaktbeteiligung.objects.filter(kontakt__in=ids).order_by("id")
    for kontakt, pk, name in beteiligungen.values_list("kontakt_id", "partner_id", "partner__name"):
        partner[kontakt][pk] = name
    themen: dict[int, set[int]] = defaultdict(set)
    for kontakt, thema in Kontakt.themen.through.objects.filter(kontakt__in=ids).values_list("kontakt_id", "thema_id"):
        themen[kontakt].add(thema)
    return {zeile[0]: _angabe(zeile, partner, themen, bearbeitbar) for zeile in menge.values_list(*_SPALTEN)}


def _angabe(
    zeile: tuple[Any, ...], partner: dict[int, dict[int, str]], themen: dict[int, set[int]], bearbeitbar: set[int]
) -> Kontaktangabe:
    pk, uuid, *werte = zeile
    return Kontaktangabe(
        pk,
        str(uuid),
        *werte,
        themen=frozenset(themen[pk]),
        partner_ids=frozenset(partner[pk]),
        partner=", ".join(partner[pk].values()),
        ist_bearbeitbar=pk in bearbeitbar,
    )


def kontakte_zum_export(bereich: Geltungsbereich) -> QuerySet[Kontakt]:
    """All contacts whose page the person may open, the latest first, with what the table names. Three queries."""
    menge = Kontakt.objects.sichtbar_fuer(bereich).fuer_liste().prefetch_related("themen")
    return menge.order_by("-am", "-pk")
