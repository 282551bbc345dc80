"""Writes contacts: one transaction, one contact per form, nothing lost when two people edit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.models import Benutzer
from netzwerk.models import Kontakt, Kontaktbeteiligung, Wiedervorlage
from netzwerk.rules import Ergebnis, Zusage
from netzwerk.rules.wiedervorlage import NEUER_VERSUCH
from netzwerk.services.anhang import entferne_dateien, uebernimm_anhaenge
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.wiedervorlage import aus_kontakt
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Netzwerkpartner, Partnerkategorie
from partner.rules import Sitz
from partner.services.partner import lege_an
from sozialraum.models import Gemeinde, Sozialraum

VERALTET = "Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu."


@dataclass(frozen=True, slots=True)
class Beteiligter:
    """A partner at the contact, for one Sozialraum, reached or not."""

    partner_id: int
    sozialraum_id: int
    ergebnis: str


@dataclass(frozen=True, slots=True)
class NeuerPartner:
    """A partner that is entered together with the contact, for one Sozialraum."""

    uuid: UUID
    name: str
    kategorie: Partnerkategorie
    sozialraum: Sozialraum
    ort: str = ""
    gemeinde: Gemeinde | None = None
    sitz: str = Sitz.UNBEKANNT
    ergebnis: str = Ergebnis.ERREICHT


@dataclass(frozen=True, slots=True)
class Kontaktangaben:
    """What the form says about a contact; ids are checked against the scope before."""

    art: str
    am: date
    bezug: str
    beteiligte: tuple[Beteiligter, ...]
    inhalt: str = ""
    zweck: str = ""
    vereinbarung: str = ""
    dauer_minuten: int | None = None
    themen: frozenset[int] = frozenset()
    personen: frozenset[int] = frozenset()
    schritt: str = ""
    schritt_am: date | None = None
    zusage: str = Zusage.WIR
    neuer_versuch_am: date | None = None
    neuer_partner: NeuerPartner | None = None


FELDER = ("art", "am", "bezug", "inhalt", "zweck", "vereinbarung", "dauer_minuten")


@transaction.atomic
def erfasse(*, benutzer: Benutzer, uuid: UUID, angaben: Kontaktangaben) -> tuple[Kontakt, bool]:
    """Creates the contact with its partners, people, themes, files and next steps (K02, K09); True when it is new.

    The uuid is the idempotency key: a known one never updates, the stored contact is returned. Raises
    ValidationError when the key belongs to somebody else's contact.
    """
    kontakt, ist_neu = Kontakt.objects.get_or_create(
        uuid=uuid, defaults={"erfasst_von": benutzer, **{feld: getattr(angaben, feld) for feld in FELDER}}
    )
    if not ist_neu:
        if kontakt.erfasst_von_id != benutzer.pk:
            raise ValidationError(VERALTET)
        return kontakt, False
    _setze_alles(kontakt, benutzer, angaben)
    return kontakt, True


@transaction.atomic
def aendere(*, kontakt_id: int, version: int, benutzer: Benutzer, angaben: Kontaktangaben) -> Kontakt:
    """Replaces the content of a contact. Raises ZwischenzeitlichGeaendert when `version` is not the stored one."""
    kontakt = Kontakt.objects.select_for_update().get(pk=kontakt_id)
    if kontakt.version != version:
        raise ZwischenzeitlichGeaendert(kontakt.version)
    for feld in FELDER:
        setattr(kontakt, feld, getattr(angaben, feld))
    kontakt.version += 1
    kontakt.save()
    _setze_alles(kontakt, benutzer, angaben)
    return kontakt


@transaction.atomic
def loesche(*, kontakt: Kontakt) -> None:
    """Deletes a contact with everything that hangs on it, files too; who may and how long is asked before."""
    entferne_dateien(kontakt=kontakt)
    kontakt.delete()


def _setze_alles(kontakt: Kontakt, benutzer: Benutzer, angaben: Kontaktangaben) -> None:
    """What hangs on the contact. New and changed contacts alike."""
    beteiligte = (*angaben.beteiligte, *_neue_beteiligte(kontakt, angaben.neuer_partner))
    _setze_beteiligte(kontakt, beteiligte)
    kontakt.themen.set(angaben.themen)
    kontakt.personen.set(angaben.personen)
    uebernimm_anhaenge(kontakt=kontakt, benutzer=benutzer)
    if angaben.schritt and angaben.schritt_am:
        aus_kontakt(
            kontakt=kontakt, benutzer=benutzer, was=angaben.schritt, am=angaben.schritt_am, zusage=angaben.zusage
        )
    if angaben.neuer_versuch_am:
        _plane_neuen_versuch(kontakt, benutzer, beteiligte, angaben.neuer_versuch_am)


def _neue_beteiligte(kontakt: Kontakt, neu: NeuerPartner | None) -> tuple[Beteiligter, ...]:
    """The partner entered in the form; it serves the Sozialraum from the day of the contact on, so that this counts."""
    if neu is None:
        return ()
    if Netzwerkpartner.objects.filter(uuid=neu.uuid).exists():
        # A forged key would otherwise bring a partner of others into the contact.
        raise ValidationError(VERALTET)
    partner = Netzwerkpartner(uuid=neu.uuid, name=neu.name, ort=neu.ort, gemeinde=neu.gemeinde, sitz=neu.sitz)
    lege_an(partner=partner, kategorien=[(neu.kategorie, "")], sozialraeume=[neu.sozialraum], ab=kontakt.am)
    return (Beteiligter(partner.pk, neu.sozialraum.pk, neu.ergebnis),)


def _plane_neuen_versuch(kontakt: Kontakt, benutzer: Benutzer, beteiligte: tuple[Beteiligter, ...], am: date) -> None:
    for beteiligter in beteiligte:
        if beteiligter.ergebnis == Ergebnis.NICHT_ERREICHT:
            Wiedervorlage.objects.create(
                kontakt=kontakt,
                benutzer=benutzer,
                partner_id=beteiligter.partner_id,
                sozialraum_id=beteiligter.sozialraum_id,
                was=NEUER_VERSUCH,
                am=am,
            )


def _setze_beteiligte(kontakt: Kontakt, beteiligte: tuple[Beteiligter, ...]) -> None:
    vorhanden = {(zeile.partner_id, zeile.sozialraum_id): zeile for zeile in kontakt.beteiligungen.all()}
    for beteiligter in beteiligte:
        zeile = vorhanden.pop((beteiligter.partner_id, beteiligter.sozialraum_id), None) or Kontaktbeteiligung(
            kontakt=kontakt, partner_id=beteiligter.partner_id, sozialraum_id=beteiligter.sozialraum_id
        )
        zeile.am, zeile.ergebnis = kontakt.am, beteiligter.ergebnis
        zeile.save()
    for entfallen in vorhanden.values():
        entfallen.delete()
    zaehle_neu(kontakt_ids=[kontakt.pk])
