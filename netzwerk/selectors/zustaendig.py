"""What everybody may know: which Sozialraum a place belongs to, and who answers there today (K19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from konten.rules import Rolle
from netzwerk.models import Einsatz, Netzwerkfachkraft, Steckbrief, Unterbrechung
from netzwerk.rules.finder import Fund, finde, verbaende
from netzwerk.selectors.nachweis import vertretungen
from partner.rules.ort import Gemeindeangabe, Ortsverzeichnis
from sozialraum.models import Gebietszuordnung, Sozialraum, Sozialraumzentrum, Zustaendigkeit


@dataclass(frozen=True, slots=True)
class Auskunft:
    """Who is responsible in a Sozialraum on a day: published Steckbriefe only, and the houses with their hours."""

    sozialraum: Sozialraum
    fachkraefte: tuple[Steckbrief, ...]
    vertretungen: tuple[Steckbrief, ...]
    zentren: tuple[Sozialraumzentrum, ...]


def suche_ort(frage: str, stichtag: date) -> Fund:
    """Sozialraum or places for what was typed. One query, none for an empty question."""
    if not frage.strip():
        return Fund("")
    zeilen = [(zeile.gemeinde.verbandsgemeinde.name, _angabe(zeile)) for zeile in _gebiete(stichtag)]
    verzeichnis = Ortsverzeichnis.aus((gemeinde for _, gemeinde in zeilen), {name for name, _ in zeilen})
    return finde(frage, verzeichnis, verbaende(zeilen))


def _gebiete(stichtag: date) -> QuerySet[Gebietszuordnung]:
    zeilen = Gebietszuordnung.objects.aktiv(stichtag).select_related("gemeinde__verbandsgemeinde", "sozialraum")
    return zeilen.order_by("gemeinde__name_norm")


def _angabe(zeile: Gebietszuordnung) -> Gemeindeangabe:
    ort, raum = zeile.gemeinde, zeile.sozialraum
    return Gemeindeangabe(ort.pk, ort.ags, ort.name, ort.plz, raum.pk, raum.name, raum.kuerzel)


def auskunft(sozialraum_id: int, stichtag: date) -> Auskunft:
    """People and houses of the Sozialraum on the day (K19); nobody without a published Steckbrief. Four queries."""
    einsaetze = _laufende(sozialraum_id, stichtag)
    eigene = _veroeffentlichte().filter(fachkraft__in=einsaetze.values("fachkraft"))
    vertretung = Zustaendigkeit.objects.aktiv(stichtag).filter(
        rolle=Rolle.NETZWERK,
        benutzer__is_active=True,
        vertritt__in=Einsatz.objects.bestaetigt()
        .aktiv(stichtag)
        .filter(sozialraum=sozialraum_id)
        .values("fachkraft__benutzer"),
    )
    stehen_ein = oeffentlicher_steckbrief(stichtag).filter(fachkraft__benutzer__in=vertretung.values("benutzer"))
    personen = tuple(eigene)
    return Auskunft(
        Sozialraum.objects.get(pk=sozialraum_id),
        personen,
        tuple(steckbrief for steckbrief in stehen_ein if steckbrief not in personen),
        tuple(Sozialraumzentrum.objects.aktiv(stichtag).filter(sozialraum=sozialraum_id).order_by("name")),
    )


def _laufende(sozialraum_id: int, stichtag: date) -> QuerySet[Einsatz]:
    """Confirmed Einsätze of the day that are not suspended."""
    ruht = Unterbrechung.objects.aktiv(stichtag).filter(einsatz=OuterRef("pk"))
    return Einsatz.objects.bestaetigt().aktiv(stichtag).filter(~Exists(ruht), sozialraum=sozialraum_id)


def _veroeffentlichte() -> QuerySet[Steckbrief]:
    menge = Steckbrief.objects.filter(ist_veroeffentlicht=True).select_related("fachkraft__traeger")
    return menge.order_by("fachkraft__name_norm")


def oeffentlicher_steckbrief(stichtag: date) -> QuerySet[Steckbrief]:
    """Published Steckbriefe of people who work somewhere today: one who left is no longer shown."""
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(fachkraft=OuterRef("fachkraft"))
    return _veroeffentlichte().filter(Exists(einsaetze))


@dataclass(frozen=True, slots=True)
class Vertretungsangabe:
    """Who deputises for a person, until when, and how to reach her; `steckbrief` only if it is published."""

    name: str
    bis: date | None
    telefon: str
    email: str
    steckbrief: Steckbrief | None


def vertretungen_von(
    fachkraft: Netzwerkfachkraft, stichtag: date, *, nur_veroeffentlichte: bool
) -> tuple[Vertretungsangabe, ...]:
    """Deputies of the day as a Steckbrief shows them; on paper and in public only people who are published.

    Two queries, one when there are none.
    """
    zeilen = vertretungen(fachkraft, stichtag)
    if not zeilen:
        return ()
    steckbriefe = oeffentlicher_steckbrief(stichtag).filter(
        fachkraft__benutzer__in=[zeile.benutzer_id for zeile in zeilen]
    )
    je_konto = {steckbrief.fachkraft.benutzer_id: steckbrief for steckbrief in steckbriefe}
    return tuple(
        Vertretungsangabe(
            name=str(steckbrief.fachkraft if steckbrief else zeile.benutzer),
            bis=zeile.bis,
            telefon=steckbrief.fachkraft.telefon if steckbrief else "",
            email=steckbrief.fachkraft.email if steckbrief else "",
            steckbrief=steckbrief,
        )
        for zeile in zeilen
        if (steckbrief := je_konto.get(zeile.benutzer_id)) or not nur_veroeffentlichte
    )


def raeume_von(steckbrief: Steckbrief, stichtag: date) -> Sequence[Sozialraum]:
    """Sozialräume in which the person works today. One query."""
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag).filter(fachkraft=steckbrief.fachkraft_id)
    return list(Sozialraum.objects.filter(pk__in=einsaetze.values("sozialraum")))
