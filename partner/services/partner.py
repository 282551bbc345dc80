"""Acts on partners: enter, change, set the state, serve a Sozialraum or end it. Validity rows are never overwritten."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from konten.models.basis import zeitraum_gilt
from konten.rules.zahl import tagesdatum
from konten.services import loese_ab
from konten.services.zeitraum import pruefe_frei
from partner.models import Kategoriezuordnung, Netzwerkpartner, Partnerkategorie, Partnerzustand, Wirkungsbereich
from partner.rules import Partnerstatus
from sozialraum.models import Sozialraum

Zuordnungen = Sequence[tuple[Partnerkategorie, str]]


class Veraltet(Exception):
    """Somebody else has changed the record since the form was opened; `aktuell` is what is stored now."""

    def __init__(self, aktuell: Netzwerkpartner) -> None:
        super().__init__(f"version {aktuell.version}")
        self.aktuell = aktuell


def lege_an(
    *, partner: Netzwerkpartner, kategorien: Zuordnungen, sozialraeume: Iterable[Sozialraum], ab: date
) -> Netzwerkpartner:
    """Enters an active partner with its categories and Sozialräume (K01, K23, K24).

    The uuid is the key of the form: a known one never creates a second partner, the existing one is returned unchanged.
    It serves them from `ab` on; it exists today even when that lies ahead. Queries: one, three and one per category and
    Sozialraum.
    """
    bekannt_ab = min(ab, timezone.localdate())
    if vorhanden := Netzwerkpartner.objects.filter(uuid=partner.uuid).first():
        return vorhanden
    try:
        with transaction.atomic():
            partner.save()
            Partnerzustand.objects.create(partner=partner, zustand=Partnerstatus.AKTIV, von=bekannt_ab)
            for kategorie, art in kategorien:
                Kategoriezuordnung.objects.create(partner=partner, kategorie=kategorie, art=art, von=bekannt_ab)
            for sozialraum in sozialraeume:
                Wirkungsbereich.objects.create(partner=partner, sozialraum=sozialraum, von=ab)
    except IntegrityError:
        return Netzwerkpartner.objects.get(uuid=partner.uuid)
    return partner


@transaction.atomic
def aendere(*, partner: Netzwerkpartner, version: int | None, kategorien: Zuordnungen, ab: date) -> Netzwerkpartner:
    """Stores changed fields and, from `ab` on, changed categories.

    Raises Veraltet when the stored version is not the one the form was opened with; nothing is written then.
    """
    gespeichert = Netzwerkpartner.objects.select_for_update().get(pk=partner.pk)
    if gespeichert.version != version:
        raise Veraltet(gespeichert)
    partner.version = gespeichert.version + 1
    partner.save()
    _gleiche_kategorien_ab(partner, dict(kategorien), ab)
    return partner


def _gleiche_kategorien_ab(partner: Netzwerkpartner, gewuenscht: dict[Partnerkategorie, str], ab: date) -> None:
    unveraendert = set()
    # Those of today as well: they are what the person saw, also where `ab` lies before they begin.
    betroffen = zeitraum_gilt(ab) | zeitraum_gilt(timezone.localdate())
    for zeile in partner.kategoriezuordnungen.filter(betroffen).select_related("kategorie"):
        if zeile.kategorie not in gewuenscht:
            _beende(zeile, ab - timedelta(days=1))
        elif gewuenscht[zeile.kategorie] == zeile.art:
            unveraendert.add(zeile.kategorie)
    for kategorie, art in gewuenscht.items():
        if kategorie in unveraendert:
            continue
        bisherige = Kategoriezuordnung.objects.filter(partner=partner, kategorie=kategorie)
        loese_ab(bisherige=bisherige, neu=Kategoriezuordnung(partner=partner, kategorie=kategorie, art=art, von=ab))


def _beende(zeile: Kategoriezuordnung, bis: date) -> None:
    if zeile.von > bis:
        zeile.delete()
        return
    zeile.bis = bis
    zeile.save()


@transaction.atomic
def setze_zustand(
    *, partner: Netzwerkpartner, zustand: str, ab: date, grund: str = "", nachfolger: Netzwerkpartner | None = None
) -> Partnerzustand:
    """From `ab` on the partner is active, dormant or closed, and why; who does its work then. Reversible.

    The same state again begins no new row: at most its reason and Nachfolger are corrected.
    """
    _sperre(partner)
    zeilen = Partnerzustand.objects.filter(partner=partner)
    heutige = zeilen.aktiv(ab).first()
    if heutige and heutige.zustand == zustand:
        heutige.grund, heutige.nachfolger = grund, nachfolger
        heutige.full_clean()
        heutige.save()
        return heutige
    neu = Partnerzustand(partner=partner, zustand=zustand, von=ab, grund=grund, nachfolger=nachfolger)
    return loese_ab(bisherige=zeilen, neu=neu)


@transaction.atomic
def uebernimm_sozialraum(*, partner: Netzwerkpartner, sozialraum: Sozialraum, ab: date) -> Wirkungsbereich:
    """The partner serves the Sozialraum from `ab` on. Raises ValidationError when it already does.

    Whoever calls this also has the contacts of the partner counted anew (`netzwerk.services.zaehlung`).
    """
    _sperre(partner)
    zeilen = Wirkungsbereich.objects.filter(partner=partner, sozialraum=sozialraum)
    if schon := zeilen.ueberschneidend(ab, None).order_by("von").first():
        raise ValidationError(
            f"Der Partner ist schon ab dem {tagesdatum(schon.von)} für {sozialraum} eingetragen.", code="vorhanden"
        )
    wirkung = Wirkungsbereich(partner=partner, sozialraum=sozialraum, von=ab)
    wirkung.full_clean()
    wirkung.save()
    return wirkung


@transaction.atomic
def beende_sozialraum(*, wirkungsbereich: Wirkungsbereich, bis: date) -> Wirkungsbereich:
    """`bis` is the last day on which the partner serves the Sozialraum.

    Raises ValidationError when it lies before the first one, or beyond the beginning of a later period of both. Whoever
    calls this also has the contacts of the partner counted anew.
    """
    _sperre(wirkungsbereich.partner)
    wirkungsbereich.bis = bis
    wirkungsbereich.full_clean()
    gleiche = Wirkungsbereich.objects.filter(
        partner=wirkungsbereich.partner_id, sozialraum=wirkungsbereich.sozialraum_id
    )
    pruefe_frei(gleiche=gleiche, zeile=wirkungsbereich)
    wirkungsbereich.save()
    return wirkungsbereich


def _sperre(partner: Netzwerkpartner) -> None:
    """One writer at a time checks and writes what holds for the partner. One query."""
    Netzwerkpartner.objects.select_for_update(no_key=True).get(pk=partner.pk)
