"""Volumes: entered by one person, confirmed by another, corrected only with a reason (K29, four eyes)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from finanzen.models import Finanzvolumen, Volumenkorrektur
from finanzen.rules import Volumenstatus
from finanzen.services.sperre import pruefe_offen
from konten.models import Benutzer

UEBERHOLT = "Das Finanzvolumen wurde inzwischen geändert. Bitte prüfen Sie den neuen Stand und handeln Sie dann."
SCHON_BESTAETIGT = "Dieses Finanzvolumen ist schon bestätigt."
VIER_AUGEN = "Das muss eine andere Person bestätigen: Sie haben das Finanzvolumen eingetragen oder zuletzt geändert."
OHNE_GRUND = "Dieses Finanzvolumen war schon bestätigt. Bitte nennen Sie den Grund der Korrektur."


@transaction.atomic
def trage_ein(*, volumen: Finanzvolumen, durch: Benutzer, herkunft: str = "") -> Finanzvolumen:
    """Saves a new volume; it gives money once a second person confirmed it.

    Raises ValidationError: closed year, year entered already, ASD larger than the volume.
    """
    pruefe_offen(volumen.jahr, volumen.sozialraum_id)
    volumen.zustand, volumen.eingetragen_von, volumen.herkunft = Volumenstatus.EINGETRAGEN, durch, herkunft[:150]
    volumen.full_clean()
    volumen.save()
    return volumen


@transaction.atomic
def aendere(
    *,
    volumen: Finanzvolumen,
    version: int,
    gesamt: Decimal,
    davon_asd: Decimal,
    durch: Benutzer,
    grund: str = "",
    herkunft: str | None = None,
) -> Finanzvolumen:
    """New amounts. What was confirmed before needs a reason, which stays with the old amounts, and a new confirmation.

    Raises ValidationError: closed year, changed meanwhile, no reason.
    """
    volumen = _gesperrt(volumen, version)
    if (gesamt, davon_asd) == (volumen.gesamt, volumen.davon_asd):
        return volumen
    if braucht_grund(volumen):
        _merke_korrektur(volumen, gesamt, davon_asd, grund, durch)
    volumen.gesamt, volumen.davon_asd = gesamt, davon_asd
    volumen.herkunft = volumen.herkunft if herkunft is None else herkunft[:150]
    volumen.zustand, volumen.eingetragen_von = Volumenstatus.EINGETRAGEN, durch
    volumen.bestaetigt_von = volumen.bestaetigt_am = None
    volumen.full_clean()
    return _speichere(volumen)


@transaction.atomic
def bestaetige(*, volumen: Finanzvolumen, version: int, durch: Benutzer) -> Finanzvolumen:
    """Confirms the volume as seen in `version`; from then on it gives money.

    Raises ValidationError: closed year, changed meanwhile, confirmed already, four eyes.
    """
    volumen = _gesperrt(volumen, version)
    if volumen.zustand == Volumenstatus.BESTAETIGT:
        raise ValidationError(SCHON_BESTAETIGT)
    if not darf_bestaetigen(volumen, durch.pk):
        raise ValidationError(VIER_AUGEN)
    volumen.zustand, volumen.bestaetigt_von = Volumenstatus.BESTAETIGT, durch
    volumen.bestaetigt_am = timezone.localdate()
    return _speichere(volumen)


def darf_bestaetigen(volumen: Finanzvolumen, benutzer_id: int) -> bool:
    """Four eyes compare persons: not who entered or last changed it. No query."""
    return benutzer_id != volumen.eingetragen_von_id


def braucht_grund(volumen: Finanzvolumen) -> bool:
    """True when it is or ever was confirmed: then nothing changes without a reason. One query at most."""
    return volumen.zustand == Volumenstatus.BESTAETIGT or volumen.korrekturen.exists()


def _gesperrt(volumen: Finanzvolumen, version: int) -> Finanzvolumen:
    pruefe_offen(volumen.jahr, volumen.sozialraum_id)
    gespeichert = Finanzvolumen.objects.select_for_update(of=("self",)).get(pk=volumen.pk)
    if gespeichert.version != version:
        raise ValidationError(UEBERHOLT)
    return gespeichert


def _merke_korrektur(volumen: Finanzvolumen, gesamt: Decimal, asd: Decimal, grund: str, durch: Benutzer) -> None:
    if not grund.strip():
        raise ValidationError({"grund": OHNE_GRUND})
    Volumenkorrektur.objects.create(
        volumen=volumen,
        gesamt_vorher=volumen.gesamt,
        asd_vorher=volumen.davon_asd,
        gesamt_nachher=gesamt,
        asd_nachher=asd,
        grund=grund.strip(),
        durch=durch,
    )


def _speichere(volumen: Finanzvolumen) -> Finanzvolumen:
    volumen.version += 1
    volumen.save()
    return volumen
