"""Writes Mitteilungen and decides about their sending; what is sent is never changed (K07, K21)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from konten.models import Benutzer, Versandauftrag
from konten.rules import Geltungsbereich, Versandstatus
from konten.rules.datei import ANHAENGE_HOECHSTENS
from konten.services.datei import entferne_nach_commit, uebergib, wartende
from konten.services.versand import verwirf as verwirf_mail
from netzwerk.models import Mitteilung, Mitteilungsanhang, Mitteilungsempfaenger, Mitteilungspartner
from netzwerk.models.mitteilung import SCHREIBEN
from netzwerk.rules.mitteilung import (
    Empfaengerart,
    Empfaengerstatus,
    Empfang,
    Mitteilungsart,
    Mitteilungsstatus,
    ist_moeglich,
    marke,
    planfehler,
)
from netzwerk.selectors.mitteilung import empfaenge, raum_ids, waehlbare_partner
from netzwerk.services.fassung import ZwischenzeitlichGeaendert

SCHON_WEITER = "Das geht hier nicht mehr: Die Mitteilung ist inzwischen weiter. Bitte lesen Sie den neuen Stand."
ANDERE_EMPFAENGER = (
    "Inzwischen hat sich geändert, wer die Mitteilung bekommt. Bitte sehen Sie die Liste noch einmal an "
    "und senden Sie dann."
)
NIEMAND = "Diese Mitteilung erreicht niemanden. Bitte wählen Sie andere Empfängerinnen und Empfänger."
AUSSERHALB = "Die Mitteilung geht über Ihre Sozialräume hinaus. Bitte ändern Sie die Auswahl."
STAPEL_ZEILEN = 500


@dataclass(frozen=True, slots=True)
class Mitteilungsangaben:
    """What the form says; ids are checked against the scope before."""

    felder: Mapping[str, Any]
    sozialraeume: Collection[int] = ()
    themen: Collection[int] = ()
    kategorien: Collection[int] = ()
    #: partner -> function whose address is used, or None for that of the partner
    einzelne: Mapping[int, int | None] = field(default_factory=dict)
    anhaenge_weg: Collection[UUID] = ()


@transaction.atomic
def entwirf(*, benutzer: Benutzer, uuid: UUID, angaben: Mitteilungsangaben) -> tuple[Mitteilung, bool]:
    """Creates a draft; True when it is new. The uuid is the idempotency key: a known one never updates.

    Raises ValidationError when it is somebody else's.
    """
    mitteilung, ist_neu = Mitteilung.objects.get_or_create(
        uuid=uuid, defaults={"erfasst_von": benutzer, **angaben.felder}
    )
    if not ist_neu:
        if mitteilung.erfasst_von_id != benutzer.pk:
            raise ValidationError("Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu.")
        return mitteilung, False
    _setze_beiwerk(mitteilung, angaben, benutzer)
    return mitteilung, True


@transaction.atomic
def aendere(*, mitteilung_id: int, version: int, angaben: Mitteilungsangaben, durch: Benutzer) -> Mitteilung:
    """Replaces the content of a draft. Raises ZwischenzeitlichGeaendert; ValidationError once it is no draft."""
    mitteilung = _gesperrt(mitteilung_id, "bearbeiten")
    if mitteilung.version != version:
        raise ZwischenzeitlichGeaendert(mitteilung.version)
    for name, wert in angaben.felder.items():
        setattr(mitteilung, name, wert)
    mitteilung.version += 1
    mitteilung.save()
    _setze_beiwerk(mitteilung, angaben, durch)
    return mitteilung


def _setze_beiwerk(mitteilung: Mitteilung, angaben: Mitteilungsangaben, durch: Benutzer) -> None:
    mitteilung.sozialraeume.set(angaben.sozialraeume)
    mitteilung.themen.set(angaben.themen)
    mitteilung.kategorien.set(angaben.kategorien)
    _setze_einzelne(mitteilung, angaben.einzelne)
    weg = list(mitteilung.anhaenge.filter(uuid__in=angaben.anhaenge_weg))
    entferne_nach_commit(anhang.datei.name for anhang in weg)
    for anhang in weg:
        anhang.delete()
    _uebernimm_dateien(mitteilung, durch)


def _setze_einzelne(mitteilung: Mitteilung, gewuenscht: Mapping[int, int | None]) -> None:
    for zeile in mitteilung.einzelne.exclude(partner__in=gewuenscht):
        zeile.delete()
    for partner, funktion in gewuenscht.items():
        Mitteilungspartner.objects.update_or_create(
            mitteilung=mitteilung, partner_id=partner, defaults={"funktion_id": funktion}
        )


def _uebernimm_dateien(mitteilung: Mitteilung, benutzer: Benutzer) -> None:
    zeilen = list(wartende(benutzer, mitteilung.uuid).select_for_update())
    if mitteilung.anhaenge.count() + len(zeilen) > ANHAENGE_HOECHSTENS:
        raise ValidationError(f"Mehr als {ANHAENGE_HOECHSTENS} Dateien an einer Mitteilung sind nicht möglich.")
    for zeile in zeilen:
        Mitteilungsanhang.objects.create(
            mitteilung=mitteilung, datei=zeile.datei.name, name=zeile.name, typ=zeile.typ, groesse=zeile.groesse
        )
    uebergib(zeilen)


# --- Sending ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def sende(
    *, mitteilung_id: int, version: int, bestaetigt: str, bereich: Geltungsbereich, wann: datetime | None = None
) -> Mitteilung:
    """Freezes the recipients that the preview showed and lets sending begin, now or then (K21).

    Under a lock: sent twice it goes out once. Raises ValidationError with what is in the way: no draft any more,
    changed meanwhile, other recipients than shown, nobody to reach; PermissionDenied beyond the person's reach.
    """
    mitteilung = _gesperrt(mitteilung_id, "senden")
    if mitteilung.version != version:
        raise ValidationError("Die Mitteilung wurde inzwischen geändert. Bitte sehen Sie sie noch einmal an.")
    _pruefe_reichweite(mitteilung, bereich)
    jetzt = timezone.now()
    if wann is not None and (fehler := planfehler(wann, jetzt)):
        raise ValidationError(fehler)
    liste = empfaenge(mitteilung, bereich.stichtag)
    if not any(empfang.bekommt_mail or not empfang.ziel.per_mail for empfang in liste):
        raise ValidationError(NIEMAND)
    if marke(liste) != bestaetigt:
        raise ValidationError(ANDERE_EMPFAENGER)
    schreibe_empfaenger(mitteilung, liste)
    mitteilung.version += 1
    mitteilung.geplant_am = wann
    _setze(mitteilung, Mitteilungsstatus.GEPLANT if wann else Mitteilungsstatus.LAEUFT, None if wann else jetzt)
    beauftrage(mitteilung.pk, wann)
    return mitteilung


def _pruefe_reichweite(mitteilung: Mitteilung, bereich: Geltungsbereich) -> None:
    raeume = bereich.sozialraeume(SCHREIBEN)
    if raeume is None:
        return
    eigene = raum_ids(mitteilung)
    partner = mitteilung.einzelne.exclude(partner__in=waehlbare_partner(bereich))
    if not eigene or not eigene <= raeume or partner.exists():
        raise ValidationError(AUSSERHALB)


def schreibe_empfaenger(mitteilung: Mitteilung, liste: Collection[Empfang]) -> None:
    """Writes the delivery log as it stands before the first mail. One query per 500 recipients."""
    Mitteilungsempfaenger.objects.bulk_create(
        (_zeile(mitteilung, empfang) for empfang in liste), batch_size=STAPEL_ZEILEN
    )


def _zeile(mitteilung: Mitteilung, empfang: Empfang) -> Mitteilungsempfaenger:
    ziel = empfang.ziel
    return Mitteilungsempfaenger(
        mitteilung=mitteilung,
        art=ziel.art,
        benutzer_id=ziel.schluessel if ziel.art == Empfaengerart.KONTO else None,
        partner_id=ziel.schluessel if ziel.art == Empfaengerart.PARTNER else None,
        funktion_id=ziel.funktion_id,
        name=ziel.name[:250],
        adresse=ziel.adresse.strip()[:254],
        abdruck=empfang.abdruck,
        zustand=Empfaengerstatus.AUSGELASSEN if empfang.grund else Empfaengerstatus.WARTET,
        grund=empfang.grund,
    )


def beauftrage(mitteilung_id: int, wann: datetime | None = None) -> None:
    """Writes the task that fills the outbox, batch by batch; a worker sees it once the caller commits. One query."""
    aufgabe = import_string(settings.NETZWERK_MITTEILUNGSAUFGABE)
    (aufgabe.using(run_after=wann) if wann else aufgabe).enqueue(mitteilung_id)


# --- What people decide meanwhile -------------------------------------------------------------------------------------


@transaction.atomic
def verwirf(*, mitteilung_id: int) -> Mitteilung:
    """Puts a draft aside; it can be taken up again. Raises ValidationError once it is no draft."""
    return _setze(_gesperrt(mitteilung_id, "verwerfen"), Mitteilungsstatus.VERWORFEN)


@transaction.atomic
def nimm_auf(*, mitteilung_id: int) -> Mitteilung:
    """Makes a draft of what was put aside. Raises ValidationError when it is not."""
    return _setze(_gesperrt(mitteilung_id, "aufnehmen"), Mitteilungsstatus.ENTWURF)


@transaction.atomic
def entplane(*, mitteilung_id: int) -> Mitteilung:
    """A planned one becomes a draft again, its frozen recipients are forgotten. Raises ValidationError once it runs."""
    mitteilung = _gesperrt(mitteilung_id, "entplanen")
    mitteilung.empfaenger.all().delete()
    mitteilung.geplant_am = None
    mitteilung.version += 1
    return _setze(mitteilung, Mitteilungsstatus.ENTWURF)


@transaction.atomic
def halte_an(*, mitteilung_id: int) -> Mitteilung:
    """No further mails are written; those already in the outbox still go. Raises ValidationError when it is over."""
    return _setze(_gesperrt(mitteilung_id, "anhalten"), Mitteilungsstatus.ANGEHALTEN)


@transaction.atomic
def setze_fort(*, mitteilung_id: int) -> Mitteilung:
    """Goes on with those who still wait. Raises ValidationError when it does not stand still."""
    mitteilung = _setze(_gesperrt(mitteilung_id, "fortsetzen"), Mitteilungsstatus.LAEUFT)
    beauftrage(mitteilung.pk)
    return mitteilung


@transaction.atomic
def brich_ab(*, mitteilung_id: int) -> int:
    """Whoever has no mail yet gets none; mails that wait in the outbox are discarded. Returns how many.

    Raises ValidationError when all is sent. Three queries, five more per mail that waits.
    """
    mitteilung = _gesperrt(mitteilung_id, "abbrechen")
    anzahl = mitteilung.empfaenger.filter(zustand=Empfaengerstatus.WARTET).update(zustand=Empfaengerstatus.ABGEBROCHEN)
    offene = Versandauftrag.objects.filter(mitteilungsempfaenger__mitteilung=mitteilung, zustand=Versandstatus.OFFEN)
    verworfene = [auftrag.pk for auftrag in offene.iterator(chunk_size=200) if verwirf_mail(auftrag=auftrag)]
    mitteilung.empfaenger.filter(auftrag__in=verworfene).update(zustand=Empfaengerstatus.ABGEBROCHEN)
    mitteilung.fertig_am = timezone.now()
    _setze(mitteilung, Mitteilungsstatus.ABGEBROCHEN)
    return anzahl + len(verworfene)


@transaction.atomic
def berichtige(*, mitteilung_id: int, uuid: UUID, art: str, benutzer: Benutzer) -> Mitteilung:
    """A draft of a correction or recall with the same target; what was sent stays as it is. Once per uuid.

    Raises ValidationError for one that has not gone out, PermissionDenied for another kind.
    """
    if art not in (Mitteilungsart.BERICHTIGUNG, Mitteilungsart.RUECKRUF):
        raise PermissionDenied
    alte = _gesperrt(mitteilung_id, "berichtigen")
    kopiert = ("richtung", "an_team", "an_netzwerk", "an_leitung", "an_leitstelle", "an_jugendamt", "an_abonnenten")
    felder = {name: getattr(alte, name) for name in (*kopiert, "an_schluesselpersonen")}
    neue, ist_neu = Mitteilung.objects.get_or_create(
        uuid=uuid,
        defaults={
            **felder,
            "art": art,
            "berichtigt": alte,
            "erfasst_von": benutzer,
            "titel": f"{Mitteilungsart(art).label}: {alte.titel}"[:150],
            "text": "",
        },
    )
    if ist_neu:
        for name in ("sozialraeume", "themen", "kategorien"):
            getattr(neue, name).set(getattr(alte, name).all())
        _setze_einzelne(neue, dict(alte.einzelne.values_list("partner_id", "funktion_id")))
    return neue


@transaction.atomic
def lies(*, mitteilungen: Collection[int], benutzer: Benutzer) -> int:
    """Marks as read what went to this account; no ids: everything. Returns how many. One query."""
    zeilen = Mitteilungsempfaenger.objects.filter(benutzer=benutzer, gelesen_am__isnull=True)
    if mitteilungen:
        zeilen = zeilen.filter(mitteilung__in=mitteilungen)
    return zeilen.update(gelesen_am=timezone.now())


def _gesperrt(mitteilung_id: int, handlung: str) -> Mitteilung:
    mitteilung = Mitteilung.objects.select_for_update().get(pk=mitteilung_id)
    if not ist_moeglich(handlung, mitteilung.zustand):
        raise ValidationError(SCHON_WEITER)
    return mitteilung


def _setze(mitteilung: Mitteilung, zustand: str, gesendet_am: datetime | None = None) -> Mitteilung:
    mitteilung.zustand = zustand
    mitteilung.gesendet_am = gesendet_am or mitteilung.gesendet_am
    mitteilung.save()
    return mitteilung
