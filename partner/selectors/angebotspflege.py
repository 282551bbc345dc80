"""What waits for those who keep offers, and how a Sozialraum stands: for the start page and that of a Sozialraum."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from partner.models import Aenderungsvorschlag, Angebot
from partner.rules.angebot import Angebotsart, Angebotsstufe, Frische, Frischegrenzen
from partner.selectors.angebot import grenzen

RECHT = "angebot.pruefen"
VORSCHLAEGE, ZU_PRUEFEN = "vorschlaege", "zu_pruefen"


def wartende_angebote(bereich: Geltungsbereich) -> dict[str, int]:
    """How many proposals wait for a decision and how many offers to be verified, in one's own Sozialräume.

    The Leitstelle counts all. Two queries, none without the right; zeros are left out.
    """
    if not bereich.darf(RECHT):
        return {}
    stand = grenzen(bereich.stichtag)
    raeume, seit = bereich.sozialraeume(RECHT), [stand.aktuell_seit[art] for art in Angebotsart.values]
    return {was: zahl for was, zahl in _wartende(raeume, stand.stichtag, *seit) if zahl}


@vorbereitet
def _wartende(raeume: Collection[int] | None, heute: date, *seit: date) -> QuerySet:
    frisch = Q()
    for art, tag in zip(Angebotsart.values, seit, strict=True):
        frisch |= Q(art=art, geprueft_am__gte=tag)
    alte = Angebot.objects.exclude(stufe=Angebotsstufe.RUHEND).filter(
        Q(gilt_bis__lt=heute) | Q(geprueft_am__isnull=True) | ~frisch
    )
    offene = Aenderungsvorschlag.objects.offen()
    if raeume is not None:
        orte = Angebot.sozialraeume.through.objects.filter(sozialraum__in=raeume)
        alte = alte.filter(Exists(orte.filter(angebot=OuterRef("pk"))))
        offene = offene.filter(Exists(orte.filter(angebot=OuterRef("angebot"))))
    return _zahl(offene, VORSCHLAEGE).union(_zahl(alte, ZU_PRUEFEN), all=True)


def _zahl(menge: QuerySet, was: str) -> QuerySet:
    gezaehlt = menge.order_by().annotate(was=Value(was)).values("was").annotate(zahl=Count("pk"))
    return gezaehlt.values_list("was", "zahl")


@dataclass(frozen=True, slots=True)
class Angebotslage:
    """How many offers there are for a Sozialraum, how many of them are verified, shown to the public, free."""

    alle: int
    aktuell: int
    oeffentlich: int
    frei: int

    @property
    def zu_pruefen(self) -> int:
        return self.alle - self.aktuell


def angebotslage(bereich: Geltungsbereich, sozialraum_id: int, stichtag: date) -> Angebotslage | None:
    """Figures of one Sozialraum as known today; None without the right. Two queries."""
    if not bereich.darf("angebot.sehen"):
        return None
    stand: Frischegrenzen = grenzen(stichtag)
    menge = Angebot.objects.sichtbar_fuer(bereich).im_sozialraum(frozenset({sozialraum_id})).mit_frische(stand)
    zahlen = menge.exclude(stufe=Angebotsstufe.RUHEND).aggregate(
        alle=Count("pk"),
        aktuell=Count("pk", filter=Q(frische_wort=Frische.AKTUELL)),
        oeffentlich=Count("pk", filter=Q(ist_oeffentlich=True)),
        frei=Count("pk", filter=Q(plaetze_frei__gt=0)),
    )
    return Angebotslage(**zahlen)
