"""Writes projects of prevention and the steps that they take (K34)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from finanzen.models import Projekt
from finanzen.rules import Projektstatus
from finanzen.rules.projekt import (
    ENTSCHEIDUNGEN,
    INHALT_AENDERBAR,
    VERKNUEPFBAR,
    abschlussfehler,
    bewilligungsfehler,
    entscheidungsfehler,
    moegliche_folgen,
)
from finanzen.selectors.projekt import (
    darf_entwerfen,
    ist_dort_taetig,
    verknuepfbare_bedarfe,
    verknuepfbare_kontakte,
)
from finanzen.services.sperre import sperre_sozialraum
from konten.models import Benutzer
from konten.services.versand import stelle_ein
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert

FREMDES_FORMULAR = "Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu."
UEBERHOLT = "Das Projekt wurde inzwischen geändert. Bitte lesen Sie den neuen Stand und handeln Sie dann."
VERKNUEPFT = (
    "Jemand hat das Projekt inzwischen geändert. Unten steht der neue Stand. Bitte wählen Sie dort noch einmal aus."
)
NICHT_DORT = "Der Träger arbeitet in diesem Zeitraum nicht in diesem Sozialraum."
NICHT_EIGENER = "Für diesen Träger und Sozialraum können Sie kein Projekt anlegen."
FEST = "Dieses Projekt ist beantragt oder entschieden. Sein Inhalt lässt sich nicht mehr ändern."
VIER_AUGEN = "Das muss eine andere Person entscheiden: Sie haben das Projekt selbst angelegt oder beantragt."
OHNE_BUDGET = "Der Betrag muss größer als null sein."
OHNE_ERGEBNIS = "Bitte beschreiben Sie das Ergebnis. Ohne Ergebnis lässt sich das Projekt nicht abschließen."
OHNE_ZAHL = "Bitte geben Sie die Zahl an. Null ist auch eine Zahl."


@dataclass(frozen=True, slots=True)
class Projektangaben:
    """What the form says about a project; ids are checked against the scope before."""

    titel: str
    sozialraum_id: int
    traeger_id: int
    ziel: str
    zielgruppe: str
    von: date
    bis: date | None
    budget: Decimal
    partner: Collection[int] = ()
    themen: Collection[int] = ()


FELDER = ("titel", "sozialraum_id", "traeger_id", "ziel", "zielgruppe", "von", "bis", "budget")


@dataclass(frozen=True, slots=True)
class Schritt:
    """The next state of a project with what belongs to it."""

    zustand: str
    grund: str = ""
    bewilligt: Decimal | None = None
    ergebnis: str = ""
    erreichte: int | None = None
    termine: int | None = None


# --- Content --------------------------------------------------------------------------------------------------------


@transaction.atomic
def entwirf(*, benutzer: Benutzer, uuid: UUID, angaben: Projektangaben) -> tuple[Projekt, bool]:
    """Creates the project as an idea; True when it is new (a known uuid never updates).

    Raises ValidationError for a Träger that does not work there and one that the person may not draft for.
    """
    if not darf_entwerfen(benutzer.bereich, angaben.sozialraum_id, angaben.traeger_id):
        raise ValidationError({"traeger": NICHT_EIGENER})
    _pruefe(angaben)
    felder = {feld: getattr(angaben, feld) for feld in FELDER}
    projekt, ist_neu = Projekt.objects.get_or_create(uuid=uuid, defaults={"erfasst_von": benutzer, **felder})
    if not ist_neu:
        if projekt.erfasst_von_id != benutzer.pk:
            raise ValidationError(FREMDES_FORMULAR)
        return projekt, False
    projekt.partner.set(angaben.partner)
    projekt.themen.set(angaben.themen)
    return projekt, True


@transaction.atomic
def aendere(*, projekt_id: int, version: int, angaben: Projektangaben, benutzer: Benutzer) -> Projekt:
    """Replaces the content of an idea. Raises ZwischenzeitlichGeaendert; ValidationError once it was applied for."""
    projekt = _gesperrt(projekt_id)
    if projekt.zustand not in INHALT_AENDERBAR:
        raise ValidationError(FEST)
    if projekt.version != version:
        raise ZwischenzeitlichGeaendert(projekt.version)
    gleich = (angaben.sozialraum_id, angaben.traeger_id) == (projekt.sozialraum_id, projekt.traeger_id)
    if not gleich and not darf_entwerfen(benutzer.bereich, angaben.sozialraum_id, angaben.traeger_id):
        raise ValidationError({"traeger": NICHT_EIGENER})
    _pruefe(angaben)
    for feld in FELDER:
        setattr(projekt, feld, getattr(angaben, feld))
    # Who changes it has filed it, too: nobody decides on her own words.
    projekt.erfasst_von = benutzer
    _speichere(projekt)
    projekt.partner.set(angaben.partner)
    projekt.themen.set(angaben.themen)
    return projekt


@transaction.atomic
def verknuepfe(
    *,
    projekt_id: int,
    benutzer: Benutzer,
    kontakte: Collection[int],
    bedarfe: Collection[int],
    partner: Collection[int] | None = None,
    version: int | None = None,
) -> Projekt:
    """Links what was chosen; links that this person cannot see stay as they are.

    Raises ValidationError when the project has ended, is being decided upon, or was changed since `version`.
    """
    projekt = _gesperrt(projekt_id)
    if projekt.zustand not in VERKNUEPFBAR:
        raise ValidationError(FEST)
    if version not in (None, projekt.version):
        raise ValidationError(VERKNUEPFT)
    bereich = benutzer.bereich
    _ersetze(projekt.kontakte, verknuepfbare_kontakte(bereich, projekt), kontakte)
    _ersetze(projekt.bedarfsmeldungen, verknuepfbare_bedarfe(bereich, projekt), bedarfe)
    if partner is not None:
        projekt.partner.set(partner)
    _speichere(projekt)
    return projekt


def _ersetze(verbindung: object, waehlbare: object, gewaehlt: Collection[int]) -> None:
    erlaubt = set(waehlbare.values_list("pk", flat=True))
    bleibt = set(verbindung.values_list("pk", flat=True)) - erlaubt
    verbindung.set(bleibt | (set(gewaehlt) & erlaubt))


def _pruefe(angaben: Projektangaben) -> None:
    if angaben.budget <= 0:
        raise ValidationError({"budget": OHNE_BUDGET})
    if not ist_dort_taetig(angaben.traeger_id, angaben.sozialraum_id, angaben.von, angaben.bis):
        raise ValidationError({"traeger": NICHT_DORT})


# --- Steps ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def gehe_weiter(*, projekt_id: int, version: int, schritt: Schritt, durch: Benutzer) -> Projekt:
    """Takes the project one step further; a decision is told by mail to who applied.

    The money of the Sozialraum is locked: an approval binds money, and a year may be closing meanwhile. Raises
    PermissionDenied for a step that is not this person's; ValidationError: changed meanwhile, four eyes, amount,
    missing reason or result.
    """
    raum_id = Projekt.objects.values_list("sozialraum_id", flat=True).get(pk=projekt_id)
    sperre_sozialraum(raum_id)
    projekt = _gesperrt(projekt_id)
    if projekt.version != version:
        raise ValidationError(UEBERHOLT)
    if schritt.zustand not in folgen_fuer(projekt, durch):
        raise PermissionDenied
    _SCHRITTE.get(schritt.zustand, _setze_zustand)(projekt, schritt, durch)
    _speichere(projekt)
    if schritt.zustand in ENTSCHEIDUNGEN:
        _benachrichtige(projekt)
    return projekt


def folgen_fuer(projekt: Projekt, benutzer: Benutzer) -> tuple[str, ...]:
    """States that this person may set for this project next. No query when the scope is known."""
    bereich = benutzer.bereich
    return moegliche_folgen(
        projekt.zustand,
        fuehrt=projekt.traeger_id in bereich.geleitete_traeger("projekt.entwerfen"),
        entscheidet=bereich.gilt_in("projekt.bewilligen", projekt.sozialraum_id),
    )


def ist_selbst_betroffen(projekt: Projekt, benutzer_id: int) -> bool:
    """Four eyes compare persons: who drafted it or applied does not decide. No query."""
    return benutzer_id in (projekt.erfasst_von_id, projekt.beantragt_von_id)


def _setze_zustand(projekt: Projekt, schritt: Schritt, durch: Benutzer) -> None:
    projekt.zustand = schritt.zustand


def _beantrage(projekt: Projekt, schritt: Schritt, durch: Benutzer) -> None:
    projekt.zustand, projekt.beantragt_von = schritt.zustand, durch
    projekt.entschieden_von = projekt.entschieden_am = projekt.bewilligt = None
    projekt.entscheidungsgrund = ""


def _entscheide(projekt: Projekt, schritt: Schritt, durch: Benutzer) -> None:
    if ist_selbst_betroffen(projekt, durch.pk):
        raise ValidationError(VIER_AUGEN)
    bewilligt = schritt.bewilligt if schritt.zustand == Projektstatus.BEWILLIGT else None
    if schritt.zustand == Projektstatus.BEWILLIGT and (fehler := bewilligungsfehler(projekt.budget, bewilligt)):
        raise ValidationError({"bewilligt": fehler})
    if fehler := entscheidungsfehler(schritt.zustand, projekt.budget, bewilligt, schritt.grund):
        raise ValidationError({"grund": fehler})
    projekt.zustand, projekt.bewilligt = schritt.zustand, bewilligt
    projekt.entschieden_von, projekt.entschieden_am = durch, timezone.localdate()
    projekt.entscheidungsgrund = schritt.grund.strip()


def _schliesse_ab(projekt: Projekt, schritt: Schritt, durch: Benutzer) -> None:
    if grund := abschlussfehler(projekt.von, timezone.localdate()):
        raise ValidationError(grund)
    fehler = {
        **({} if schritt.ergebnis.strip() else {"ergebnis": OHNE_ERGEBNIS}),
        **({"erreichte": OHNE_ZAHL} if schritt.erreichte is None else {}),
        **({"termine": OHNE_ZAHL} if schritt.termine is None else {}),
    }
    if fehler:
        raise ValidationError(fehler)
    projekt.zustand, projekt.ergebnis = schritt.zustand, schritt.ergebnis.strip()
    projekt.erreichte, projekt.termine = schritt.erreichte, schritt.termine
    projekt.bis = projekt.bis or timezone.localdate()


_SCHRITTE = {
    Projektstatus.BEANTRAGT: _beantrage,
    Projektstatus.BEWILLIGT: _entscheide,
    Projektstatus.ABGELEHNT: _entscheide,
    Projektstatus.ABGESCHLOSSEN: _schliesse_ab,
}


def _gesperrt(projekt_id: int) -> Projekt:
    return Projekt.objects.order_by().select_for_update(no_key=True).get(pk=projekt_id)


def _speichere(projekt: Projekt) -> None:
    projekt.version += 1
    projekt.save()


def _benachrichtige(projekt: Projekt) -> None:
    """The version makes a second decision, after the project came back, a second mail."""
    empfaenger = projekt.beantragt_von
    if empfaenger is None:
        return
    kontext = {"projekt": projekt, "person": empfaenger, "basis": settings.BASIS_URL.rstrip("/")}
    stelle_ein(
        anlass=f"projekt:{projekt.uuid}:{projekt.zustand}:{projekt.version}",
        empfaenger=empfaenger.email,
        betreff=f"Projekt {projekt.get_zustand_display()}: {projekt.titel}",
        text=render_to_string("mail/projekt_entschieden.txt", kontext),
        benutzer=empfaenger,
    )
