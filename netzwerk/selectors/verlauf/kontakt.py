"""Contacts on the time line: everybody gets day and outcome, text only who may read it."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import QuerySet

from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from netzwerk.models import Kontakt, Kontaktbeteiligung, Sitzung
from netzwerk.rules import Bezug
from netzwerk.rules.verlauf import Fund, Verlaufsart
from netzwerk.selectors.beziehung import Eintrag, eintraege, spuren_aus
from netzwerk.selectors.verlauf.basis import Ereignis, Quelle, Suche, fundstellen
from partner.selectors.partner import funktionen


def _finde(suche: Suche) -> Iterable[QuerySet]:
    menge = Kontaktbeteiligung.objects.auflistbar_fuer(suche.bereich).filter(partner=suche.partner_id)
    if not suche.alle:
        # Who took part is part of the text: whoever may not read it does not learn it by a filter.
        lesbare = Kontakt.objects.mit_text_fuer(suche.bereich).filter(personen__person=suche.person_id)
        menge = menge.filter(kontakt__in=lesbare.values("pk"))
    yield fundstellen(menge, "am", "kontakt.war", suche.heute, "kontakt_id")


def _zeige(funde: Sequence[Fund], bereich: Geltungsbereich, partner_id: int) -> dict[Fund, Ereignis]:
    """Seven queries."""
    ids = [fund.pk for fund in funde]
    spuren = spuren_aus(_beteiligungen(ids, partner_id))
    sitzungen = dict(_sitzungen(ids))
    nach_name = sorted(funktionen(partner_id), key=lambda funktion: funktion.person.name_norm)
    namen = {funktion.pk: str(funktion.person) for funktion in nach_name}
    zeilen = zip(spuren, eintraege(spuren, bereich, namen), strict=True)
    return {
        Fund(spur.am, "kontakt.war", spur.kontakt_id): _ereignis(eintrag, spur.bezug, sitzungen.get(spur.kontakt_id))
        for spur, eintrag in zeilen
    }


@vorbereitet
def _beteiligungen(ids: Collection[int], partner_id: int) -> QuerySet:
    zeilen = Kontaktbeteiligung.objects.filter(kontakt__in=ids, partner=partner_id)
    zeilen = zeilen.order_by("-am", "-kontakt_id", "sozialraum__reihenfolge")
    return zeilen.values_list("kontakt_id", "am", "kontakt__bezug", "ergebnis", "sozialraum__name")


@vorbereitet
def _sitzungen(ids: Collection[int]) -> QuerySet:
    return Sitzung.objects.filter(kontakt__in=ids).order_by().values_list("kontakt_id", "gremium__name")


def _ereignis(eintrag: Eintrag, bezug: str, gremium: str | None) -> Ereignis:
    mit = f"mit {', '.join(eintrag.personen)} · " if eintrag.personen else ""
    art = f"Sitzung {gremium}" if gremium else eintrag.art or "Kontakt"
    return Ereignis(
        eintrag.am,
        Verlaufsart.KONTAKT,
        f"{art}, {eintrag.ergebnis}",
        url=eintrag.url,
        ist_wichtig=eintrag.ist_erreicht,
        merkmale=(*eintrag.sozialraeume, *eintrag.themen),
        marke=eintrag.bezug,
        text=eintrag.inhalt,
        vereinbart=eintrag.vereinbarung,
        zusatz=f"{mit}erfasst von {eintrag.erfasst_von}" if eintrag.erfasst_von else "",
        ist_fallbezogen=bezug != Bezug.UEBERGREIFEND,
        ist_verborgen=eintrag.ist_text_verborgen,
    )


QUELLE = Quelle(Verlaufsart.KONTAKT, _finde, _zeige)
