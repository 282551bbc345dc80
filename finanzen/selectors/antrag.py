"""What somebody needs who decides on an application: money left, earlier ones, how rare they are (K30)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from finanzen.models import Ausgabe, Ausnahmeantrag, Jahresabschluss
from finanzen.rules import Antragsstatus, Ausgabenart
from finanzen.rules.antrag import BEWILLIGTE, anteilstext, terminanteil
from finanzen.rules.mittel import NULL, Haushalt, anteil_einzeltermine, euro, runde
from finanzen.selectors.ausgabe import mit_gebuchtem
from finanzen.selectors.geltend import abgeschlossene
from finanzen.selectors.haushalt import haushalt_von
from konten.rules import Geltungsbereich
from netzwerk.models import Kontaktbeteiligung

FRUEHERE_HOECHSTENS = 10


@dataclass(frozen=True, slots=True)
class Quote:
    """How much of a year's money and appointments are single appointments; the concept wants them rare."""

    betrag: Decimal
    gesamt: Decimal
    termine: int
    kontakte: int

    @property
    def anteil_ausgaben(self) -> int | None:
        """Whole percent of what was spent; None when nothing was."""
        return anteil_einzeltermine(self.betrag, self.gesamt)

    @property
    def anteil_termine(self) -> int | None:
        """Whole percent of appointments and contacts; None without any."""
        return terminanteil(self.termine, self.kontakte)[0]

    @property
    def text_ausgaben(self) -> str:
        return anteilstext(self.anteil_ausgaben, not self.betrag)

    @property
    def text_termine(self) -> str:
        return anteilstext(self.anteil_termine, not self.termine)

    @property
    def rechnung(self) -> tuple[str, ...]:
        """Both calculations in words."""
        ausgaben = f"{euro(self.betrag)} Einzeltermine von {euro(self.gesamt)} Ausgaben"
        if self.anteil_ausgaben is not None:
            ausgaben += f" = {self.text_ausgaben}"
        return (ausgaben, *terminanteil(self.termine, self.kontakte)[1])


@dataclass(frozen=True, slots=True)
class Umfeld:
    """What the Jugendamt looks at before it decides; `abschluss` once the year is closed: then its figures count."""

    haushalt: Haushalt
    abschluss: Jahresabschluss | None
    frei_danach: Decimal
    fruehere: list[Ausnahmeantrag]
    quote: Quote


def quote(
    jahr: int, sozialraum_ids: Collection[int] | None = None, traeger_ids: Collection[int] | None = None
) -> Quote:
    """Share of single appointments in bookings and in contacts (K30). Three queries.

    Appointments are those of approved applications. Contacts belong to a Sozialraum, not to a Träger: they are counted
    once each in the given Sozialräume.
    """
    orte = _orte(sozialraum_ids, traeger_ids)
    ausgaben = Ausgabe.objects.filter(orte, jahr=jahr).aggregate(
        gesamt=Sum("betrag"), termine=Sum("betrag", filter=Q(art=Ausgabenart.EINZELTERMIN))
    )
    termine = Ausnahmeantrag.objects.filter(orte, jahr=jahr, zustand__in=BEWILLIGTE).aggregate(zahl=Sum("termine"))
    kontakte = Kontaktbeteiligung.objects.filter(
        _orte(sozialraum_ids, None), am__range=(date(jahr, 1, 1), date(jahr, 12, 31))
    )
    return Quote(
        betrag=runde(ausgaben["termine"] or NULL),
        gesamt=runde(ausgaben["gesamt"] or NULL),
        termine=termine["zahl"] or 0,
        kontakte=kontakte.order_by().values("kontakt").distinct().count(),
    )


def _orte(sozialraum_ids: Collection[int] | None, traeger_ids: Collection[int] | None) -> Q:
    raeume = Q() if sozialraum_ids is None else Q(sozialraum__in=sozialraum_ids)
    return raeume if traeger_ids is None else raeume & Q(traeger__in=traeger_ids)


def umfeld(antrag: Ausnahmeantrag) -> Umfeld:
    """The context of one application: of this Träger, in this Sozialraum and year. Fourteen queries."""
    haushalt, abschluss = _geltender_haushalt(antrag)
    # What is approved already is bound and so no longer free.
    offen = antrag.zustand in (Antragsstatus.ENTWURF, Antragsstatus.BEANTRAGT)
    return Umfeld(
        haushalt=haushalt,
        abschluss=abschluss,
        frei_danach=haushalt.frei - antrag.betrag if offen else haushalt.frei,
        fruehere=fruehere_antraege(antrag),
        quote=quote(antrag.jahr, [antrag.sozialraum_id], [antrag.traeger_id]),
    )


def _geltender_haushalt(antrag: Ausnahmeantrag) -> tuple[Haushalt, Jahresabschluss | None]:
    raum, traeger = antrag.sozialraum_id, antrag.traeger_id
    if geschlossen := abgeschlossene(antrag.jahr, [raum]).get(raum):
        stand = geschlossen.traeger.get(traeger)
        return stand.haushalt if stand else Haushalt(), geschlossen.abschluss
    return haushalt_von(antrag.jahr, raum, traeger), None


def fruehere_antraege(antrag: Ausnahmeantrag) -> list[Ausnahmeantrag]:
    """Other applications of the Träger that were filed, in any Sozialraum, newest first, with `gebucht`. One query."""
    menge = Ausnahmeantrag.objects.filter(traeger=antrag.traeger_id).exclude(pk=antrag.pk)
    menge = mit_gebuchtem(menge.exclude(zustand=Antragsstatus.ENTWURF)).select_related("sozialraum")
    return list(menge.order_by("-beantragt_am", "-pk")[:FRUEHERE_HOECHSTENS])


def zu_entscheiden(bereich: Geltungsbereich) -> QuerySet[Ausnahmeantrag]:
    """The inbox: filed and not decided, the oldest first; empty for who does not decide."""
    menge = Ausnahmeantrag.objects.mit_recht(bereich, "antrag.entscheiden").filter(zustand=Antragsstatus.BEANTRAGT)
    return menge.select_related("sozialraum", "traeger").order_by("beantragt_am", "pk")
