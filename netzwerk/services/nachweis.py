"""Evidence: filed by the person or her Leitung, decided by the Jugendamt, never by who filed it or whom it concerns."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer
from konten.rules.zahl import tagesdatum
from konten.services.datei import GepruefteDatei, entferne_nach_commit, gemeinsam_mit_datei
from netzwerk.models import Qualifikationsnachweis
from netzwerk.rules.fachkraft import Nachweisstatus
from netzwerk.rules.nachweis import verlaengerungsfehler
from netzwerk.services.fachkraft import sperre_fachkraft

UEBERHOLT = "Der Nachweis wurde inzwischen geändert. Bitte prüfen Sie den neuen Stand."
ENTSCHIEDEN = "Über diesen Nachweis ist schon entschieden."
VIER_AUGEN = "Das muss eine andere Person entscheiden: Sie haben den Nachweis eingereicht, oder er betrifft Sie selbst."


def darf_entscheiden(nachweis: Qualifikationsnachweis, benutzer_id: int) -> bool:
    """Four eyes compare persons: neither who filed it nor whom it concerns. One query unless `fachkraft` is loaded."""
    return benutzer_id not in {nachweis.eingereicht_von_id, nachweis.fachkraft.benutzer_id}


@transaction.atomic
def reiche_ein(
    *, nachweis: Qualifikationsnachweis, durch: Benutzer, datei: UploadedFile | None, geprueft: GepruefteDatei | None
) -> Qualifikationsnachweis:
    """Files new evidence (K12, K13) with its checked file. It counts once the Jugendamt has confirmed it.

    Raises ValidationError when the same evidence is filed already: a second click files nothing twice.
    """
    sperre_fachkraft(nachweis.fachkraft_id)
    gleiche = Qualifikationsnachweis.objects.exclude(zustand=Nachweisstatus.ZURUECKGEWIESEN).filter(
        fachkraft=nachweis.fachkraft_id, art=nachweis.art, bezeichnung__iexact=nachweis.bezeichnung, am=nachweis.am
    )
    if gleiche.exists():
        text = f"„{nachweis.bezeichnung}“ vom {tagesdatum(nachweis.am)} ist schon eingereicht."
        raise ValidationError({"bezeichnung": text})
    nachweis.eingereicht_von = durch
    nachweis.zustand = Nachweisstatus.EINGEREICHT
    _speichere_mit_datei(nachweis, datei, geprueft)
    return nachweis


@transaction.atomic
def reiche_erneut_ein(
    *,
    nachweis: Qualifikationsnachweis,
    version: int,
    durch: Benutzer,
    datei: UploadedFile | None,
    geprueft: GepruefteDatei | None,
) -> Qualifikationsnachweis:
    """Files evidence again that was refused or is still undecided; the reason of the refusal stays to be read.

    `nachweis` carries the new values. Raises ValidationError when it was confirmed or changed meanwhile.
    """
    gespeichert = Qualifikationsnachweis.objects.select_for_update().get(pk=nachweis.pk)
    if gespeichert.version != version:
        raise ValidationError(UEBERHOLT)
    if gespeichert.zustand == Nachweisstatus.BESTAETIGT:
        raise ValidationError("Ein bestätigter Nachweis lässt sich nicht ändern. Bitte reichen Sie einen neuen ein.")
    nachweis.version = version + 1
    nachweis.eingereicht_von = durch
    nachweis.zustand = Nachweisstatus.EINGEREICHT
    nachweis.entschieden_von, nachweis.entschieden_am = None, None
    if datei is not None and gespeichert.datei:
        entferne_nach_commit([gespeichert.datei.name])
    _speichere_mit_datei(nachweis, datei, geprueft)
    return nachweis


def _speichere_mit_datei(
    nachweis: Qualifikationsnachweis, datei: UploadedFile | None, geprueft: GepruefteDatei | None
) -> None:
    with gemeinsam_mit_datei(nachweis):
        _lege_ab(nachweis, datei, geprueft)
        nachweis.full_clean()
        nachweis.save()


def _lege_ab(nachweis: Qualifikationsnachweis, datei: UploadedFile | None, geprueft: GepruefteDatei | None) -> None:
    """Under a random name; what the person called it stands in the record."""
    if datei is None or geprueft is None:
        return
    nachweis.datei_name, nachweis.datei_typ = geprueft.name, geprueft.art.typ
    nachweis.datei_groesse = geprueft.groesse
    nachweis.datei.save(f"{uuid4().hex}.{geprueft.art.endung}", datei, save=False)


@transaction.atomic
def bestaetige(*, nachweis: Qualifikationsnachweis, version: int, durch: Benutzer) -> Qualifikationsnachweis:
    """Confirms what was seen in `version`. Raises ValidationError: decided or changed meanwhile, four eyes."""
    offener = _offener(nachweis, version, durch)
    offener.ablehnungsgrund = ""
    return _entscheide(offener, Nachweisstatus.BESTAETIGT, durch)


@transaction.atomic
def weise_zurueck(
    *, nachweis: Qualifikationsnachweis, version: int, grund: str, durch: Benutzer
) -> Qualifikationsnachweis:
    """Refuses with a reason. Raises ValidationError: decided or changed meanwhile, four eyes, no reason given."""
    offener = _offener(nachweis, version, durch)
    if not grund.strip():
        raise ValidationError({"ablehnungsgrund": "Bitte nennen Sie den Grund."})
    offener.ablehnungsgrund = grund.strip()
    return _entscheide(offener, Nachweisstatus.ZURUECKGEWIESEN, durch)


@transaction.atomic
def verlaengere(
    *, nachweise: Sequence[Qualifikationsnachweis], bis: date, grund: str, durch: Benutzer
) -> list[Qualifikationsnachweis]:
    """Extends confirmed evidence, all or none, with one reason. Raises ValidationError naming every piece in the way.

    Extending is confirming once more, so four eyes hold here too.
    """
    if not nachweise:
        raise ValidationError({"nachweise": "Bitte wählen Sie mindestens einen Nachweis."})
    schluessel = [nachweis.pk for nachweis in nachweise]
    gesperrte = Qualifikationsnachweis.objects.select_for_update(of=("self",)).filter(pk__in=schluessel)
    zeilen = list(gesperrte.select_related("fachkraft").order_by("pk"))
    if fehler := [text for zeile in zeilen if (text := _hindernis(zeile, bis, durch))]:
        raise ValidationError(fehler)
    for zeile in zeilen:
        zeile.gueltig_bis, zeile.verlaengerung_grund = bis, grund.strip()
        _entscheide(zeile, Nachweisstatus.BESTAETIGT, durch)
    return zeilen


def _hindernis(nachweis: Qualifikationsnachweis, bis: date, durch: Benutzer) -> str:
    if nachweis.zustand != Nachweisstatus.BESTAETIGT:
        return f"„{nachweis}“ von {nachweis.fachkraft} ist nicht bestätigt."
    if not darf_entscheiden(nachweis, durch.pk):
        return f"„{nachweis}“ von {nachweis.fachkraft}: {VIER_AUGEN}"
    return verlaengerungsfehler(str(nachweis), str(nachweis.fachkraft), nachweis.gueltig_bis, bis)


def _offener(nachweis: Qualifikationsnachweis, version: int, durch: Benutzer) -> Qualifikationsnachweis:
    gesperrte = Qualifikationsnachweis.objects.select_for_update(of=("self",)).select_related("fachkraft")
    gespeichert = gesperrte.get(pk=nachweis.pk)
    if gespeichert.zustand != Nachweisstatus.EINGEREICHT:
        raise ValidationError(ENTSCHIEDEN)
    if gespeichert.version != version:
        raise ValidationError(UEBERHOLT)
    if not darf_entscheiden(gespeichert, durch.pk):
        raise ValidationError(VIER_AUGEN)
    return gespeichert


def _entscheide(nachweis: Qualifikationsnachweis, zustand: str, durch: Benutzer) -> Qualifikationsnachweis:
    nachweis.zustand = zustand
    nachweis.entschieden_von = durch
    nachweis.entschieden_am = timezone.localdate()
    nachweis.version += 1
    nachweis.save()
    return nachweis
