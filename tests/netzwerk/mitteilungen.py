"""Mitteilungen for tests: written, confirmed and worked off as a person and a worker would."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django_tasks_db.models import DBTaskResult

from konten.services.versand import versende_faellige
from netzwerk.models import Mitteilung
from netzwerk.rules.mitteilung import marke
from netzwerk.selectors.mitteilung import empfaenge
from netzwerk.services import mitteilung as dienst
from netzwerk.services.mitteilungsversand import stelle_stapel_ein
from partner.models import Funktion, Netzwerkpartner
from tests.welt import Welt

AUSSEN = {
    "titel": "Neue Sprechzeiten",
    "text": "Guten Tag,\n\nab Mai gilt https://kreis.example/zeiten.",
    "richtung": "aussen",
}
INNEN = {"titel": "Treffen im Mai", "text": "Wir treffen uns am 12. Mai.", "richtung": "innen"}


def entwurf(
    welt: Welt,
    wer: str = "netzwerk_konz",
    *,
    raeume: tuple[str, ...] = ("konz",),
    kategorien: tuple[str, ...] = (),
    einzelne: dict[Netzwerkpartner, Funktion | None] | None = None,
    themen: tuple[int, ...] = (),
    **felder: Any,
) -> Mitteilung:
    """A draft outwards unless `richtung` says otherwise."""
    angaben = dienst.Mitteilungsangaben(
        felder={**AUSSEN, **felder},
        sozialraeume=[welt.sozialraeume[kuerzel].pk for kuerzel in raeume],
        kategorien=[welt.kategorien[kuerzel].pk for kuerzel in kategorien],
        themen=themen,
        einzelne={partner.pk: funktion.pk if funktion else None for partner, funktion in (einzelne or {}).items()},
    )
    mitteilung, _ = dienst.entwirf(benutzer=welt.personen[wer], uuid=uuid4(), angaben=angaben)
    return mitteilung


def sende(welt: Welt, mitteilung: Mitteilung, wer: str = "netzwerk_konz", **angaben: Any) -> Mitteilung:
    """Confirms what the preview would show right now."""
    bereich = welt.person(wer).bereich
    return dienst.sende(
        mitteilung_id=mitteilung.pk,
        version=mitteilung.version,
        bestaetigt=marke(empfaenge(mitteilung, bereich.stichtag)),
        bereich=bereich,
        **angaben,
    )


def stelle_alles_ein(mitteilung: Mitteilung, nach_jedem: Callable[[], Any] = lambda: None) -> int:
    """Batches until nobody waits; returns how many mails were written."""
    gesamt = 0
    while geschrieben := stelle_stapel_ein(mitteilung_id=mitteilung.pk):
        gesamt += geschrieben
        nach_jedem()
    return gesamt


def trage_aus() -> int:
    """The worker's mails, without its pauses."""
    DBTaskResult.objects.all().delete()
    return versende_faellige()


def neu_gelesen(mitteilung: Mitteilung) -> Mitteilung:
    return Mitteilung.objects.get(pk=mitteilung.pk)
