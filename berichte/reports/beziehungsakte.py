"""The file on a relationship, for page and PDF (K09, K10): of what concerns a case only that it was."""

from dataclasses import dataclass
from datetime import date

from finanzen.selectors.beziehung import ALLE_QUELLEN
from konten.rules import Geltungsbereich
from netzwerk.rules.abdeckung import Partnerlage
from netzwerk.rules.verlauf import Auswahl
from netzwerk.selectors.abdeckung import partnerzustaende
from netzwerk.selectors.beziehung import Schritt, offene_wiedervorlagen
from netzwerk.selectors.getragen import Getragen, getragene
from netzwerk.selectors.offen import Offen, offenes
from netzwerk.selectors.verlauf import ereignisse, finde
from netzwerk.selectors.verlauf.basis import Ereignis
from netzwerk.selectors.verlauf.lage import Beziehungslage, beziehungslage
from partner.models import Funktion, Netzwerkpartner
from partner.selectors.partner import Stand, funktionen, staende

#: so many entries are printed; what is older is on the page and in the exported table
HOECHSTENS = 500


@dataclass(frozen=True, slots=True)
class Beziehungsakte:
    """Everything that this viewer may take along on paper."""

    partner: Netzwerkpartner
    erstellt: date
    stand: Stand
    raeume: tuple[tuple[str, Partnerlage | None], ...]
    personen: tuple[Funktion, ...]
    lage: Beziehungslage
    getragen: tuple[Getragen, ...]
    schritte: tuple[Schritt, ...]
    offen: tuple[Offen, ...]
    verlauf: tuple[Ereignis, ...]
    weitere: int


def beziehungsakte(partner: Netzwerkpartner, bereich: Geltungsbereich, heute: date) -> Beziehungsakte:
    """Built from today's records, whatever their number in about as many queries as there are kinds of them."""
    stand = staende([partner.pk], heute)[partner.pk]
    lagen = partnerzustaende(heute, partner_ids=[partner.pk])
    auswahl = Auswahl()
    funde = [fund for fund in finde(ALLE_QUELLEN, bereich, partner.pk, heute) if auswahl.nimmt(fund)]
    gelesen = ereignisse(ALLE_QUELLEN, funde[:HOECHSTENS], bereich, partner.pk)
    return Beziehungsakte(
        partner=partner,
        erstellt=heute,
        stand=stand,
        raeume=tuple((raum.name, lagen.get((partner.pk, raum.sozialraum_id))) for raum in stand.raeume),
        personen=tuple(f for f in funktionen(partner.pk) if f.bis is None or f.bis >= heute),
        lage=beziehungslage(bereich, partner.pk, heute),
        getragen=tuple(_getragen(partner, bereich, heute)),
        schritte=tuple(offene_wiedervorlagen(partner, bereich)),
        offen=tuple(offenes(bereich, partner, heute)),
        verlauf=tuple(gelesen),
        weitere=max(0, len(funde) - HOECHSTENS),
    )


def _getragen(partner: Netzwerkpartner, bereich: Geltungsbereich, heute: date) -> list[Getragen]:
    """For those who may know who works there."""
    if not bereich.darf("einsatz.sehen"):
        return []
    traeger = bereich.traeger("einsatz.sehen")
    return [eines.fuer_traeger(traeger) for eines in getragene(heute, partner_ids=[partner.pk])]
