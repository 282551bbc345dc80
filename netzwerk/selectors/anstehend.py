"""What is ahead of one person: her next steps, meetings and due contacts. Calendar and mails tell the same as pages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from konten.rules import Geltungsbereich, Rolle
from netzwerk.models import Gremienmitglied, Sitzung, Wiedervorlage
from netzwerk.models.wiedervorlage import VERBORGEN
from netzwerk.rules.abdeckung import Partnerlage
from netzwerk.rules.faellig import dringlichkeit
from netzwerk.rules.gremium import Sitzungsstatus
from netzwerk.selectors.abdeckung import partnerzustaende
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum


@dataclass(frozen=True, slots=True)
class Faelliger:
    """A partner that wants contact in a Sozialraum."""

    partner: Netzwerkpartner
    sozialraum: str
    lage: Partnerlage


def netzwerkraeume(bereich: Geltungsbereich) -> frozenset[int]:
    """Sozialräume in which the person is Netzwerkfachkraft on the day, or deputises for one."""
    raum = bereich.raeume.get(Rolle.NETZWERK)
    return raum.sozialraeume if raum else frozenset()


def offene_schritte(bereich: Geltungsbereich, bis: date | None = None) -> list[Wiedervorlage]:
    """Open next steps of the person and of those she deputises for, the most urgent first. One query."""
    menge = Wiedervorlage.objects.eigene_fuer(bereich).offen()
    if bis is not None:
        menge = menge.filter(am__lte=bis)
    return list(menge.select_related("kontakt", "partner", "benutzer").order_by("am", "id"))


def aussentext(schritt: Wiedervorlage) -> str:
    """The step as it may leave the product, in a mail or a calendar: nothing of a case-related contact, to nobody."""
    fallbezogen = schritt.kontakt is not None and schritt.kontakt.ist_fallbezogen
    return VERBORGEN if fallbezogen else schritt.was


def eigene_sitzungen(bereich: Geltungsbereich, von: date, bis: date) -> QuerySet[Sitzung]:
    """Meetings in the person's Sozialräume, of Gremien in which she sits, and that she entered herself. One query.

    Who works county-wide (Leitstelle) sees those of the whole Landkreis.
    """
    sitze = Gremienmitglied.objects.aktiv(bereich.stichtag).filter(fachkraft__benutzer=bereich.benutzer_id)
    eigene = Q(gremium__sozialraum__in=bereich.eigene_sozialraeume) | Q(gremium__in=sitze.values("gremium"))
    eigene |= Q(erfasst_von=bereich.benutzer_id)
    if bereich.darf("gremium.bearbeiten") and bereich.sozialraeume("gremium.bearbeiten") is None:
        eigene |= Q(gremium__sozialraum__isnull=True)
    menge = Sitzung.objects.sichtbar_fuer(bereich).filter(eigene, am__range=(von, bis))
    return menge.select_related("gremium").order_by("am", "beginn", "id")


def stattfindende(sitzungen: QuerySet[Sitzung]) -> QuerySet[Sitzung]:
    """Without those that were called off."""
    return sitzungen.exclude(zustand=Sitzungsstatus.ABGESAGT)


def zustaende(bereich: Geltungsbereich) -> list[Partnerlage]:
    """State of every active partner in the person's Sozialräume on her day. Four queries, none without Sozialräume."""
    raeume = netzwerkraeume(bereich)
    return list(partnerzustaende(bereich.stichtag, raeume).values()) if raeume else []


def mit_namen(lagen: Collection[Partnerlage]) -> list[Faelliger]:
    """With partner and Sozialraum, the most urgent first. Two queries."""
    ids = {lage.partner_id for lage in lagen}
    partner = Netzwerkpartner.objects.only("uuid", "name").in_bulk(ids)
    raeume = dict(Sozialraum.objects.filter(pk__in={lage.sozialraum_id for lage in lagen}).values_list("pk", "name"))
    geordnet = sorted(lagen, key=dringlichkeit)
    return [Faelliger(partner[lage.partner_id], raeume[lage.sozialraum_id], lage) for lage in geordnet]
