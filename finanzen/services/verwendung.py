"""Writes proofs of use: begun and handed in by the Träger, confirmed or returned by the Jugendamt (K29, four eyes)."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from finanzen.models import Verwendungsnachweis
from finanzen.rules import Nachweisstatus
from finanzen.rules.verwendung import ABSCHNITTE, AENDERBAR, fehlende_abschnitte, moegliche_folgen
from finanzen.selectors.haushalt import haushalte
from konten.models import Benutzer
from konten.services.versand import stelle_ein
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert

OHNE_GELD = "Der Träger hat in diesem Jahr kein Geld in diesem Sozialraum."
FEST = "Dieser Verwendungsnachweis ist eingereicht. Ändern lässt er sich erst, wenn das Jugendamt ihn zurückgibt."
UEBERHOLT = "Der Verwendungsnachweis wurde inzwischen geändert. Bitte lesen Sie den neuen Stand und handeln Sie dann."
VIER_AUGEN = "Das muss eine andere Person bestätigen: Sie haben diesen Verwendungsnachweis selbst eingereicht."
OHNE_GRUND = "Bitte nennen Sie den Grund. Der Träger liest ihn."


@transaction.atomic
def beginne(*, jahr: int, sozialraum_id: int, traeger_id: int, benutzer: Benutzer) -> Verwendungsnachweis:
    """The proof of use of this year, begun when there is none.

    Raises PermissionDenied for a Träger that the person does not lead, ValidationError when it has no money there.
    """
    if traeger_id not in benutzer.bereich.geleitete_traeger("verwendung.einreichen"):
        raise PermissionDenied
    if (sozialraum_id, traeger_id) not in haushalte(jahr, [sozialraum_id], [traeger_id]):
        raise ValidationError(OHNE_GELD)
    return Verwendungsnachweis.objects.get_or_create(jahr=jahr, sozialraum_id=sozialraum_id, traeger_id=traeger_id)[0]


@transaction.atomic
def aendere(*, nachweis_id: int, version: int, texte: Mapping[str, str], benutzer: Benutzer) -> Verwendungsnachweis:
    """Replaces the sections. Raises PermissionDenied, ZwischenzeitlichGeaendert; ValidationError once handed in."""
    nachweis = _gesperrt(nachweis_id)
    if nachweis.traeger_id not in benutzer.bereich.geleitete_traeger("verwendung.einreichen"):
        raise PermissionDenied
    if nachweis.zustand not in AENDERBAR:
        raise ValidationError(FEST)
    if nachweis.version != version:
        raise ZwischenzeitlichGeaendert(nachweis.version)
    for name in ABSCHNITTE:
        setattr(nachweis, name, texte[name])
    return _speichere(nachweis)


@transaction.atomic
def setze_stand(
    *, nachweis_id: int, version: int, zustand: str, durch: Benutzer, grund: str = ""
) -> Verwendungsnachweis:
    """Hands in, confirms or returns; what the Jugendamt did is told by mail to who handed it in.

    Raises PermissionDenied for a step that is not this person's; ValidationError: changed meanwhile, a section is
    empty, four eyes, returned without a reason.
    """
    nachweis = _gesperrt(nachweis_id)
    if nachweis.version != version:
        raise ValidationError(UEBERHOLT)
    if zustand not in folgen_fuer(nachweis, durch):
        raise PermissionDenied
    if zustand == Nachweisstatus.EINGEREICHT:
        _reiche_ein(nachweis, durch)
    else:
        _entscheide(nachweis, zustand, grund.strip(), durch)
    _speichere(nachweis)
    if zustand != Nachweisstatus.EINGEREICHT:
        _benachrichtige(nachweis)
    return nachweis


def folgen_fuer(nachweis: Verwendungsnachweis, benutzer: Benutzer) -> tuple[str, ...]:
    """States that this person may set next. No query when the scope is known."""
    bereich = benutzer.bereich
    return moegliche_folgen(
        nachweis.zustand,
        reicht_ein=nachweis.traeger_id in bereich.geleitete_traeger("verwendung.einreichen"),
        bestaetigt=bereich.darf("verwendung.bestaetigen"),
    )


def _reiche_ein(nachweis: Verwendungsnachweis, durch: Benutzer) -> None:
    if fehlend := fehlende_abschnitte({name: getattr(nachweis, name) for name in ABSCHNITTE}):
        raise ValidationError(f"Bitte füllen Sie noch aus: {', '.join(fehlend)}.")
    nachweis.zustand = Nachweisstatus.EINGEREICHT
    nachweis.eingereicht_von, nachweis.eingereicht_am = durch, timezone.localdate()
    nachweis.entschieden_von = nachweis.entschieden_am = None
    nachweis.rueckgabegrund = ""


def _entscheide(nachweis: Verwendungsnachweis, zustand: str, grund: str, durch: Benutzer) -> None:
    if durch.pk == nachweis.eingereicht_von_id:
        raise ValidationError(VIER_AUGEN)
    if zustand == Nachweisstatus.ZURUECKGEGEBEN and not grund:
        raise ValidationError({"grund": OHNE_GRUND})
    nachweis.zustand, nachweis.rueckgabegrund = zustand, grund if zustand == Nachweisstatus.ZURUECKGEGEBEN else ""
    nachweis.entschieden_von, nachweis.entschieden_am = durch, timezone.localdate()


def _gesperrt(nachweis_id: int) -> Verwendungsnachweis:
    return Verwendungsnachweis.objects.order_by().select_for_update(no_key=True).get(pk=nachweis_id)


def _speichere(nachweis: Verwendungsnachweis) -> Verwendungsnachweis:
    nachweis.version += 1
    nachweis.save()
    return nachweis


def _benachrichtige(nachweis: Verwendungsnachweis) -> None:
    empfaenger = nachweis.eingereicht_von
    if empfaenger is None:
        return
    kontext = {"nachweis": nachweis, "person": empfaenger, "basis": settings.BASIS_URL.rstrip("/")}
    stelle_ein(
        anlass=f"verwendungsnachweis:{nachweis.uuid}:{nachweis.zustand}:{nachweis.version}",
        empfaenger=empfaenger.email,
        betreff=f"{nachweis}: {nachweis.get_zustand_display()}",
        text=render_to_string("mail/nachweis_entschieden.txt", kontext),
        benutzer=empfaenger,
    )
