"""Reads of evidence: what waits for a decision, what runs out, and who is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from konten.models import Benutzer
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich, Rolle
from konten.selectors import parameter_am
from netzwerk.models import Einsatz, Netzwerkfachkraft, Qualifikationsnachweis
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.fachkraft import Nachweisstatus
from netzwerk.rules.fuehrungszeugnis import Zeugnisstand, stand
from sozialraum.models import Zustaendigkeit


@dataclass(frozen=True, slots=True)
class Eingang:
    """The inbox: filed and undecided, and confirmed but running out or lately expired."""

    offene: tuple[Qualifikationsnachweis, ...]
    ablaufende: tuple[Qualifikationsnachweis, ...]
    warnung_tage: int
    stichtag: date

    @property
    def gruppen(self) -> list[tuple[str, list[Qualifikationsnachweis]]]:
        """What still runs, then what has expired; only groups that hold something."""
        laufende = [nachweis for nachweis in self.ablaufende if nachweis.gueltig_bis >= self.stichtag]
        abgelaufene = [nachweis for nachweis in self.ablaufende if nachweis.gueltig_bis < self.stichtag]
        return [(titel, zeilen) for titel, zeilen in (("Läuft ab", laufende), ("Abgelaufen", abgelaufene)) if zeilen]


def eingang(bereich: Geltungsbereich) -> Eingang:
    """Evidence within sight that asks for something on the day of the scope (K12, K13). Three queries."""
    tage = parameter_am(bereich.stichtag)["nachweis_warnung_tage"]
    sichtbar = Qualifikationsnachweis.objects.sichtbar_fuer(bereich).select_related("fachkraft__traeger")
    offene = sichtbar.filter(zustand=Nachweisstatus.EINGEREICHT).order_by("erstellt_am", "pk")
    ablaufende = _mit_einsatz(sichtbar, bereich.stichtag).filter(
        zustand=Nachweisstatus.BESTAETIGT,
        gueltig_bis__range=(bereich.stichtag - timedelta(days=tage), bereich.stichtag + timedelta(days=tage)),
    )
    return Eingang(tuple(offene), tuple(ablaufende.order_by("gueltig_bis", "pk")), tage, bereich.stichtag)


def bald_ablaufende(stichtag: date) -> QuerySet[Qualifikationsnachweis]:
    """Confirmed evidence of people with a present or future Einsatz that ends within the time of warning. One query."""
    bis = stichtag + timedelta(days=parameter_am(stichtag)["nachweis_warnung_tage"])
    ablaufend = Qualifikationsnachweis.objects.filter(
        zustand=Nachweisstatus.BESTAETIGT, gueltig_bis__range=(stichtag, bis)
    )
    return _mit_einsatz(ablaufend, stichtag).select_related("fachkraft__benutzer", "fachkraft__traeger").order_by("pk")


def _mit_einsatz(nachweise: QuerySet, stichtag: date) -> QuerySet:
    laufende = Einsatz.objects.exclude(zustand=Einsatzstatus.ABGELEHNT).exclude(bis__lt=stichtag)
    return nachweise.filter(fachkraft__in=laufende.values("fachkraft"))


def jugendamtskonten(stichtag: date) -> list[Benutzer]:
    """Accounts that act for the Jugendamt that day. One query."""
    zeilen = Zustaendigkeit.objects.aktiv(stichtag).filter(rolle=Rolle.JUGENDAMT, vertritt__isnull=True)
    zeilen = zeilen.filter(benutzer__is_active=True).select_related("benutzer").order_by("pk")
    return list(dict.fromkeys(zeile.benutzer for zeile in zeilen))


def leitungskonten(traeger_ids: Collection[int], stichtag: date) -> dict[int, list[Benutzer]]:
    """Active accounts that lead each Träger on the day, by id of the Träger. One query."""
    zeilen = Zustaendigkeit.objects.aktiv(stichtag).filter(
        rolle=Rolle.LEITUNG, traeger__in=traeger_ids, vertritt__isnull=True, benutzer__is_active=True
    )
    ergebnis: dict[int, list[Benutzer]] = {pk: [] for pk in traeger_ids}
    for zeile in zeilen.select_related("benutzer").order_by("benutzer_id"):
        ergebnis[zeile.traeger_id].append(zeile.benutzer)
    return ergebnis


def vertretungen(fachkraft: Netzwerkfachkraft, stichtag: date) -> list[Zustaendigkeit]:
    """Who deputises for this person on the day. One query, none without an account."""
    if fachkraft.benutzer_id is None:
        return []
    return _vertretungen(fachkraft.benutzer_id, stichtag)


@vorbereitet
def _vertretungen(benutzer_id: int, stichtag: date) -> QuerySet[Zustaendigkeit]:
    zeilen = Zustaendigkeit.objects.aktiv(stichtag).filter(
        rolle=Rolle.NETZWERK, vertritt=benutzer_id, benutzer__is_active=True
    )
    return zeilen.select_related("benutzer").order_by("benutzer__nachname", "pk")


def zeugnisstand(bereich: Geltungsbereich, fachkraft: Netzwerkfachkraft) -> Zeugnisstand | None:
    """Whether the Führungszeugnis was seen, never when; None for everybody but the Jugendamt and her Leitung.

    At most one query.
    """
    darf = bereich.darf("fuehrungszeugnis.stand") or fachkraft.traeger_id in bereich.geleitete_traeger(
        "fuehrungszeugnis.pflegen"
    )
    if not darf:
        return None
    zeilen = Netzwerkfachkraft.objects.filter(pk=fachkraft.pk)
    return stand(zeilen.values_list("fuehrungszeugnis__wiedervorlage_am", flat=True).get(), bereich.stichtag)
