"""Offers that may fit a need (K05, K22). The resource finder ranks them; here is what cannot fit left out."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from konten.models.felder import marke
from konten.rules import Geltungsbereich
from netzwerk.models import Thema
from netzwerk.rules.lotsen import Bedarfsprofil, Mobilitaet
from partner.models import Angebot
from partner.rules.angebot import Frische, Ortsart
from partner.selectors.angebot import grenzen

HOECHSTENS = 30


def passende_angebote(bedarf: Bedarfsprofil, bereich: Geltungsbereich, stichtag: date) -> Sequence[Angebot]:
    """Offers for this need, the likeliest first: for the Sozialraum, of a theme, for the age, in the language (K22).

    What is unknown about an offer (no age, no language, no Gemeinde) never excludes it. Words narrow by title,
    description and provider. At most HOECHSTENS; six queries whatever their number.
    """
    menge = (
        Angebot.objects.waehlbar_fuer(bereich).mit_frische(grenzen(stichtag)).exclude(frische_wort=Frische.ABGELAUFEN)
    )
    menge = menge.filter(_fuers_alter(*bedarf.alter), _fuer_sprache(bedarf.sprache), anbieter__aufgegangen_in=None)
    menge = _fuer_gemeinde(menge.im_sozialraum(frozenset({bedarf.sozialraum_id})), bedarf.gemeinde_id)
    if bedarf.mobilitaet == Mobilitaet.ZUHAUSE:
        menge = menge.filter(ortsart__in=[Ortsart.AUFSUCHEND, Ortsart.FERN])
    if bedarf.worte:
        menge = menge.suche(bedarf.worte)
    gereiht = menge.annotate(
        thema_passt=_thema(bedarf.themen), frisch=_frisch(), frei=Coalesce("plaetze_frei", Value(1))
    )
    return list(gereiht.fuer_liste().order_by("-thema_passt", "-frisch", "-frei", "titel", "pk")[:HOECHSTENS])


def _fuers_alter(von: int | None, unter: int | None) -> Q:
    if von is None or unter is None:
        return Q()
    return (Q(alter_von__isnull=True) | Q(alter_von__lt=unter)) & (Q(alter_bis__isnull=True) | Q(alter_bis__gte=von))


def _fuer_sprache(code: str) -> Q:
    return Q(sprachen="") | Q(sprachen__contains=marke(code)) if code else Q()


def _fuer_gemeinde(menge: QuerySet[Angebot], gemeinde_id: int | None) -> QuerySet[Angebot]:
    """Offers that are for some Gemeinden only must be for this one."""
    if gemeinde_id is None:
        return menge
    orte = Angebot.gemeinden.through.objects.filter(angebot=OuterRef("pk"))
    return menge.filter(~Exists(orte) | Exists(orte.filter(gemeinde=gemeinde_id)))


def _thema(themen: frozenset[int]) -> Case | Value:
    if not themen:
        return Value(0)
    passt = Exists(Thema.angebote.through.objects.filter(angebot=OuterRef("pk"), thema__in=themen))
    return Case(When(passt, then=Value(1)), default=Value(0), output_field=IntegerField())


def _frisch() -> Case:
    return Case(When(frische_wort=Frische.AKTUELL, then=Value(1)), default=Value(0), output_field=IntegerField())
