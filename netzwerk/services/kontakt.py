"""Writes contacts: one transaction, one contact per form, nothing lost when two people edit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.models import Benutzer
from netzwerk.models import Kontakt, Kontaktbeteiligung, Wiedervorlage
from netzwerk.services.zaehlung import zaehle_neu


@dataclass(frozen=True, slots=True)
class Beteiligter:
    """A partner at the contact, for one Sozialraum, reached or not."""

    partner_id: int
    sozialraum_id: int
    ergebnis: str


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


FELDER = ("art", "am", "bezug", "inhalt", "zweck", "vereinbarung", "dauer_minuten")


class ZwischenzeitlichGeaendert(Exception):
    """Somebody saved the record after this form was opened; carries the version now stored."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


@transaction.atomic
def erfasse(*, benutzer: Benutzer, uuid: UUID, angaben: Kontaktangaben) -> tuple[Kontakt, bool]:
    """Creates the contact with its partners, people, themes and next step (K02, K09); True when it is new.

    The uuid is the idempotency key: a known one never updates, the stored contact is returned. Raises
    ValidationError when the key belongs to somebody else's contact.
    """
    kontakt, ist_neu = Kontakt.objects.get_or_create(
        uuid=uuid, defaults={"erfasst_von": benutzer, **{feld: getattr(angaben, feld) for feld in FELDER}}
    )
    if not ist_neu:
        if kontakt.erfasst_von_id != benutzer.pk:
            raise ValidationError("Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu.")
        return kontakt, False
    _setze_beteiligte(kontakt, angaben)
    _setze_verknuepfungen(kontakt, angaben)
    if angaben.schritt and angaben.schritt_am:
        Wiedervorlage.objects.create(kontakt=kontakt, benutzer=benutzer, was=angaben.schritt, am=angaben.schritt_am)
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
    _setze_beteiligte(kontakt, angaben)
    _setze_verknuepfungen(kontakt, angaben)
    if angaben.schritt and angaben.schritt_am:
        Wiedervorlage.objects.create(kontakt=kontakt, benutzer=benutzer, was=angaben.schritt, am=angaben.schritt_am)
    return kontakt


@transaction.atomic
def loesche(*, kontakt: Kontakt) -> None:
    """Deletes a contact with everything that hangs on it; who may and how long is asked before."""
    kontakt.delete()


def _setze_beteiligte(kontakt: Kontakt, angaben: Kontaktangaben) -> None:
    vorhanden = {(zeile.partner_id, zeile.sozialraum_id): zeile for zeile in kontakt.beteiligungen.all()}
    for beteiligter in angaben.beteiligte:
        zeile = vorhanden.pop((beteiligter.partner_id, beteiligter.sozialraum_id), None) or Kontaktbeteiligung(
            kontakt=kontakt, partner_id=beteiligter.partner_id, sozialraum_id=beteiligter.sozialraum_id
        )
        zeile.am, zeile.ergebnis = kontakt.am, beteiligter.ergebnis
        zeile.save()
    for entfallen in vorhanden.values():
        entfallen.delete()
    zaehle_neu(kontakt_ids=[kontakt.pk])


def _setze_verknuepfungen(kontakt: Kontakt, angaben: Kontaktangaben) -> None:
    kontakt.themen.set(angaben.themen)
    kontakt.personen.set(angaben.personen)


@transaction.atomic
def erledige(*, wiedervorlage: Wiedervorlage, am: date | None) -> Wiedervorlage:
    """Marks a next step as done on that day, or open again (None)."""
    wiedervorlage.erledigt_am = am
    wiedervorlage.save(update_fields=["erledigt_am", "geaendert_am"])
    return wiedervorlage
