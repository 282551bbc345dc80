"""Reads for the import: Gemeinden, categories and stock as values, runs and rows for the pages."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from konten.rules import Geltungsbereich
from partner.models import (
    Herkunft,
    Importlauf,
    Importzeile,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerkategorie,
)
from partner.rules.einlesen import Zeilenergebnis
from partner.rules.einstufung import Kategorieangabe
from partner.rules.ort import Gemeindeangabe, Ortsverzeichnis
from partner.rules.partnerliste import FUELLBAR, TEXTE, Bestand, Bestandspartner, Grundlage
from partner.rules.rundlauf import Worte
from partner.selectors.partner import mit_stand
from partner.selectors.rundlauf import rundlaufpartner, rundlaufworte
from sozialraum.models import Gebietszuordnung, Gemeinde, Verbandsgemeinde

_WERTE = (*FUELLBAR, *TEXTE.values(), "breite", "laenge")


def ortsverzeichnis(stichtag: date) -> Ortsverzeichnis:
    """All Gemeinden with the Sozialraum of that day (K26). Three queries."""
    zuordnungen = {
        gemeinde: (sozialraum, name, kuerzel)
        for gemeinde, sozialraum, name, kuerzel in Gebietszuordnung.objects.aktiv(stichtag).values_list(
            "gemeinde_id", "sozialraum_id", "sozialraum__name", "sozialraum__kuerzel"
        )
    }
    gemeinden = (
        Gemeindeangabe(pk, ags, name, plz, *zuordnungen.get(pk, (None, "", "")))
        for pk, ags, name, plz in Gemeinde.objects.order_by("name_norm").values_list("pk", "ags", "name", "plz")
    )
    return Ortsverzeichnis.aus(gemeinden, Verbandsgemeinde.objects.values_list("name", flat=True))


def kategorieangaben() -> tuple[Kategorieangabe, ...]:
    """The categories that hold everywhere; those of one Sozialraum are set at the partner. One query."""
    zeilen = Partnerkategorie.objects.filter(sozialraum__isnull=True).values_list(
        "pk", "kuerzel", "name", "kurzname", "arten"
    )
    return tuple(
        Kategorieangabe(pk, kuerzel, name, kurzname, tuple(art.strip() for art in arten.split(",") if art.strip()))
        for pk, kuerzel, name, kurzname, arten in zeilen
    )


def bestand(bereich: Geltungsbereich) -> Bestand:
    """All partners as far as a list can meet them. Three queries, four for a scope that is not county-wide."""
    eigene = None
    if bereich.sozialraeume("partner.bearbeiten") is not None:
        eigene = set(Netzwerkpartner.objects.bearbeitbar_fuer(bereich).values_list("pk", flat=True))
    partner = (
        Bestandspartner(
            pk, name, name_norm, gemeinde, dict(zip(_WERTE, werte, strict=True)), eigene is None or pk in eigene
        )
        for pk, name, name_norm, gemeinde, *werte in Netzwerkpartner.objects.eigenstaendig()
        .order_by("pk")
        .values_list("pk", "name", "name_norm", "gemeinde_id", *_WERTE)
    )
    kategorien = Kategoriezuordnung.objects.aktiv(bereich.stichtag).values_list("partner_id", "kategorie_id")
    kennungen = Herkunft.objects.exclude(kennung="").values_list("kennung", "partner_id")
    return Bestand(partner, kategorien, kennungen)


def grundlage(bereich: Geltungsbereich, schluessel: Collection[str] = ()) -> Grundlage:
    """Everything that rows are judged by today, within this scope; `schluessel` are keys of partners in the list.

    Seven queries, eight for a narrow scope, seven more for an edited export.
    """
    return Grundlage(
        ortsverzeichnis(bereich.stichtag),
        kategorieangaben(),
        bestand(bereich),
        bereich.sozialraeume("import.ausfuehren"),
        rundlaufpartner(schluessel, bereich.stichtag) if schluessel else {},
        rundlaufworte() if schluessel else Worte(),
    )


def ergebnisse(lauf: Importlauf) -> dict[str, int]:
    """Number of rows per result, zeros included; rows that stayed when it was taken back are "rest". Two queries."""
    gezaehlt = dict(lauf.zeilen.filter(rueckstand="").order_by().values_list("ergebnis").annotate(Count("pk")))
    zahlen = {wert: gezaehlt.get(wert, 0) for wert in Zeilenergebnis.values}
    if lauf.zustand == Importlauf.Zustand.ZURUECK:
        zahlen["rest"] = lauf.zeilen.exclude(rueckstand="").count()
    return zahlen


def laufliste(bereich: Geltungsbereich) -> QuerySet[Importlauf]:
    """Runs within sight, newest first, with their numbers; part of one query."""
    je_ergebnis: dict[str, Any] = {
        f"anzahl_{wert}": Count("zeilen", filter=Q(zeilen__ergebnis=wert)) for wert in Zeilenergebnis.values
    }
    return (
        Importlauf.objects.sichtbar_fuer(bereich)
        .select_related("benutzer")
        .annotate(anzahl=Count("zeilen"), **je_ergebnis)
        .order_by("-erstellt_am")
    )


def zeilenliste(lauf: Importlauf, ergebnis: str = "") -> QuerySet[Importzeile]:
    """Rows of a run in the order of the file; "rest" are those that stayed. Part of one query."""
    zeilen = lauf.zeilen.order_by("nummer")
    if ergebnis == "rest":
        return zeilen.exclude(rueckstand="")
    return zeilen.filter(ergebnis=ergebnis, rueckstand="") if ergebnis else zeilen


def offene_partner(bereich: Geltungsbereich) -> QuerySet[Netzwerkpartner]:
    """Active partners that serve no Sozialraum, with their categories and where they came from. Four queries more."""
    menge = Netzwerkpartner.objects.sichtbar_fuer(bereich).ohne_zustaendigkeit(bereich.stichtag)
    return mit_stand(menge, bereich.stichtag).prefetch_related("herkuenfte").order_by("name_norm", "pk")
