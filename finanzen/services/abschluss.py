"""Closes the year of a Sozialraum with an unchangeable snapshot, and opens it again with a reason (K29)."""

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from finanzen.models import Jahresabschluss, Traegerabschluss
from finanzen.rules import Restentscheidung
from finanzen.rules.abschluss import entscheidungsfehler, offene_punkte, pruefliste
from finanzen.rules.jahresstand import als_daten, pruefsumme
from finanzen.selectors.jahresstand import (
    abschlusslage,
    beteiligte_konten,
    jahresstand,
    letztes_geschlossenes_jahr,
)
from finanzen.services.sperre import pruefe_offen, sperre_sozialraum
from konten.models import Benutzer
from sozialraum.models import Sozialraum, Traeger

RECHT = "abschluss.fuehren"
VIER_AUGEN = (
    "Das muss eine andere Person abschließen: Sie haben in diesem Jahr über einen Rest entschieden, eine Ausgabe "
    "erfasst oder einen Verwendungsnachweis eingereicht."
)
NICHT_BEREIT = "Das Jahr lässt sich noch nicht abschließen: {was}"
NICHT_GESEHEN = "Es gibt noch offene Punkte. Bitte bestätigen Sie, dass Sie sie gesehen haben."
OHNE_GRUND = "Bitte nennen Sie den Grund, warum das Jahr wieder geöffnet wird."
SCHON_OFFEN = "Dieses Jahr ist schon wieder geöffnet."
OHNE_WAHL = "Bitte wählen Sie, was mit dem Rest geschieht: Rückzahlung oder Übertrag."
SPAETERES = "Das Jahr {jahr} ist schon abgeschlossen und rechnet mit dem Übertrag. Bitte öffnen Sie zuerst dieses Jahr."


@transaction.atomic
def entscheide_rest(
    *, jahr: int, sozialraum_id: int, traeger_id: int, entscheidung: str, durch: Benutzer
) -> Traegerabschluss | None:
    """Decides what becomes of a Träger's rest as it is now; an empty word takes the decision back.

    Raises PermissionDenied; ValidationError for a closed year, nothing to decide about or take back, an unknown word.
    """
    _pruefe_recht(durch)
    pruefe_offen(jahr, sozialraum_id)
    schluessel = {"jahr": jahr, "sozialraum_id": sozialraum_id, "traeger_id": traeger_id}
    zeile = Traegerabschluss.objects.filter(**schluessel).first()
    if not entscheidung and zeile:
        zeile.delete()
        return None
    if entscheidung not in Restentscheidung.values:
        raise ValidationError({"entscheidung": OHNE_WAHL})
    traeger = Traeger.objects.get(pk=traeger_id)
    rest = jahresstand(jahr, Sozialraum.objects.get(pk=sozialraum_id)).von(str(traeger.uuid)).rest
    if fehler := entscheidungsfehler(rest, entscheidung):
        raise ValidationError({"entscheidung": fehler})
    zeile = zeile or Traegerabschluss(**schluessel)
    zeile.rest, zeile.entscheidung, zeile.entschieden_von = rest, entscheidung, durch
    zeile.save()
    return zeile


@transaction.atomic
def schliesse(
    *, jahr: int, sozialraum_id: int, durch: Benutzer, gesehen: bool, heute: date | None = None
) -> Jahresabschluss:
    """Writes the snapshot; from then on the year accepts nothing that changes its money.

    The Sozialraum is locked as for every booking, so nothing comes in between reading and closing. Raises
    PermissionDenied; ValidationError: closed already, four eyes, something that must be settled first, open points
    that were not confirmed as seen.
    """
    _pruefe_recht(durch)
    pruefe_offen(jahr, sozialraum_id)
    raum = Sozialraum.objects.get(pk=sozialraum_id)
    stand = jahresstand(jahr, raum)
    punkte = pruefliste(abschlusslage(stand, raum, heute or timezone.localdate()))
    if hindernisse := [offen.satz for punkt in punkte if punkt.verhindert for offen in punkt.offen]:
        raise ValidationError(NICHT_BEREIT.format(was=" ".join(hindernisse)))
    if durch.pk in beteiligte_konten(jahr, sozialraum_id):
        raise ValidationError(VIER_AUGEN)
    offene = offene_punkte(punkte)
    if offene and not gesehen:
        raise ValidationError({"gesehen": NICHT_GESEHEN})
    jetzt = timezone.now().replace(microsecond=0)
    daten = als_daten(stand) | {
        "offene_punkte": offene,
        "programmversion": settings.VERSION,
        "geschlossen_am": jetzt.isoformat(),
    }
    return Jahresabschluss.objects.create(
        sozialraum=raum,
        jahr=jahr,
        daten=daten,
        pruefsumme=pruefsumme(daten),
        programmversion=settings.VERSION,
        geschlossen_von=durch,
        geschlossen_am=jetzt,
    )


@transaction.atomic
def oeffne(*, abschluss_id: int, grund: str, durch: Benutzer) -> Jahresabschluss:
    """Opens a closed year; the closing and its snapshot stay as history.

    Raises PermissionDenied; ValidationError: no reason, open already, a later year is closed and counts on its rest.
    """
    _pruefe_recht(durch)
    raum_id = Jahresabschluss.objects.values_list("sozialraum_id", flat=True).get(pk=abschluss_id)
    sperre_sozialraum(raum_id)
    abschluss = Jahresabschluss.objects.get(pk=abschluss_id)
    if abschluss.geoeffnet_am is not None:
        raise ValidationError(SCHON_OFFEN)
    if (letztes := letztes_geschlossenes_jahr(raum_id)) and letztes > abschluss.jahr:
        raise ValidationError(SPAETERES.format(jahr=letztes))
    if not grund.strip():
        raise ValidationError({"grund": OHNE_GRUND})
    abschluss.geoeffnet_von, abschluss.geoeffnet_am = durch, timezone.now()
    abschluss.oeffnungsgrund = grund.strip()
    abschluss.save(update_fields=["geoeffnet_von", "geoeffnet_am", "oeffnungsgrund", "geaendert_am"])
    return abschluss


def _pruefe_recht(durch: Benutzer) -> None:
    if not durch.bereich.darf(RECHT):
        raise PermissionDenied
