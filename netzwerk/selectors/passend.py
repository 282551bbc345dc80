"""Offers that may fit the need of a Lotsenanfrage (K05, K22): the resource finder, asked with the anonymous need."""

from collections.abc import Sequence
from datetime import date

from konten.rules import Geltungsbereich
from netzwerk.models import Thema
from netzwerk.rules.lotsen import Bedarfsprofil, Mobilitaet, Tageszeit
from partner.rules.finden import Fahrt, Konstellation, Tagesabschnitt
from partner.rules.fundworte import Namen
from partner.selectors.finden import Treffer, finde_angebote
from sozialraum.models import Gemeinde, Sozialraum

HOECHSTENS = 30
FAHRTEN = {
    Mobilitaet.ORT: Fahrt.FUSS,
    Mobilitaet.BUS: Fahrt.BUS,
    Mobilitaet.AUTO: Fahrt.AUTO,
    Mobilitaet.ZUHAUSE: Fahrt.ZUHAUSE,
}
WOCHENENDE = frozenset({5, 6})


def passende_angebote(bedarf: Bedarfsprofil, bereich: Geltungsbereich, stichtag: date) -> Sequence[Treffer]:
    """Offers for this need with the reason of their rank, the likeliest first, at most HOECHSTENS (K22).

    What is unknown about an offer never excludes it. Words narrow by title, description and provider. Up to thirteen
    queries, whatever the number of offers.
    """
    gemeinde = Gemeinde.objects.filter(pk=bedarf.gemeinde_id).first() if bedarf.gemeinde_id else None
    raum = gemeinde or Sozialraum.objects.filter(pk=bedarf.sozialraum_id).first()
    themen = dict(Thema.objects.filter(pk__in=bedarf.themen).values_list("pk", "name")) if bedarf.themen else {}
    fund = finde_angebote(
        als_konstellation(bedarf, gemeinde), bereich, stichtag, Namen(themen, str(raum or "")), bedarf.worte
    )
    return fund[:HOECHSTENS]


def als_konstellation(bedarf: Bedarfsprofil, gemeinde: Gemeinde | None = None) -> Konstellation:
    """The same need as the finder asks for it; "in den Ferien" is nothing that the times of an offer tell."""
    von, unter = bedarf.alter
    abschnitt = bedarf.zeit if bedarf.zeit in Tagesabschnitt.values else ""
    return Konstellation(
        alter_von=von,
        alter_bis=unter - 1 if unter is not None else None,
        themen=bedarf.themen,
        sozialraum=bedarf.sozialraum_id,
        gemeinde=bedarf.gemeinde_id,
        punkt=(float(gemeinde.breite), float(gemeinde.laenge)) if gemeinde else None,
        sprache=bedarf.sprache,
        fahrt=FAHRTEN.get(bedarf.mobilitaet, ""),
        tage=WOCHENENDE if bedarf.zeit == Tageszeit.WOCHENENDE else frozenset(),
        abschnitte=frozenset({abschnitt}) if abschnitt else frozenset(),
    )
