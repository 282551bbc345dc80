"""Acts on offers: store with version, verify, life cycle, publish, count anonymous use (K03, K20)."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from konten.models import Benutzer
from partner.models import Angebot, Angebotsnutzung, Angebotspruefung, Angebotsschritt, Angebotszeit
from partner.rules.angebot import Angebotsstufe, Pruefweg
from partner.rules.angebotszeit import Zeitangabe
from sozialraum.models import Gemeinde, Sozialraum

#: what acts set; saving the form leaves it alone
DURCH_HANDLUNG = {
    "stufe",
    "stufe_seit",
    "ist_oeffentlich",
    "veroeffentlicht_am",
    "geprueft_am",
    "geprueft_weg",
    "erfasst_von",
}
KAPAZITAET = ("plaetze", "plaetze_frei", "warteliste")


class AngebotGeaendert(Exception):
    """Somebody else has changed the record since the form was opened; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


@transaction.atomic
def speichere(
    *,
    angebot: Angebot,
    version: int,
    sozialraeume: Collection[Sozialraum],
    gemeinden: Collection[Gemeinde],
    themen: Collection[models.Model],
    zeiten: Sequence[Zeitangabe],
    durch: Benutzer,
) -> tuple[Angebot, bool]:
    """Stores a new or changed offer; True when something was written. Raises AngebotGeaendert, see `version`.

    The uuid of a new one is the key of its form: sent twice it is one offer, unchanged. An edit verifies nothing.
    """
    if not angebot.pk:
        if schon := _angelegt(angebot, durch):
            return schon, False
    else:
        gespeichert = Angebot.objects.select_for_update().get(pk=angebot.pk)
        if gespeichert.version != version:
            raise AngebotGeaendert(gespeichert.version)
        _aendere(angebot, gespeichert)
    angebot.sozialraeume.set(sozialraeume)
    angebot.gemeinden.set(gemeinden)
    angebot.themen.set(themen)
    _setze_zeiten(angebot, zeiten)
    return angebot, True


def _angelegt(neu: Angebot, durch: Benutzer) -> Angebot | None:
    """Stores the new one; the stored one when another request with the same key was faster."""
    heute = timezone.localdate()
    neu.erfasst_von, neu.stufe, neu.stufe_seit = durch, Angebotsstufe.ENTDECKT, heute
    if any(getattr(neu, feld) not in (None, "") for feld in KAPAZITAET):
        neu.kapazitaet_am = heute
    try:
        with transaction.atomic():
            neu.save()
    except IntegrityError:
        return Angebot.objects.get(uuid=neu.uuid)
    Angebotsschritt.objects.create(angebot=neu, stufe=neu.stufe, am=heute, durch=durch)
    return None


def _aendere(neu: Angebot, alt: Angebot) -> None:
    """Writes what the form holds; what acts set stays as they set it meanwhile."""
    if any(getattr(neu, feld) != getattr(alt, feld) for feld in KAPAZITAET):
        neu.kapazitaet_am = timezone.localdate()
    neu.version = alt.version + 1
    neu.fuelle_suche()
    schreibbar = [f.name for f in Angebot._meta.concrete_fields if not f.primary_key and f.name not in DURCH_HANDLUNG]
    neu.save(update_fields=schreibbar)
    for feld in DURCH_HANDLUNG:
        setattr(neu, feld, getattr(alt, feld))


def _setze_zeiten(angebot: Angebot, zeiten: Sequence[Zeitangabe]) -> None:
    alte = list(angebot.zeiten.all())
    if {zeile.angabe for zeile in alte} == set(zeiten):
        return
    for zeile in alte:
        if zeile.angabe not in zeiten:
            zeile.delete()
    vorhandene = {zeile.angabe for zeile in alte}
    for angabe in dict.fromkeys(zeiten):
        if angabe not in vorhandene:
            felder = {feld: getattr(angabe, feld) for feld in Zeitangabe.__dataclass_fields__}
            Angebotszeit.objects.create(angebot=angebot, **felder)


# --- Verified, not just edited ----------------------------------------------------------------------------------------


@transaction.atomic
def pruefe(
    *, angebot: Angebot, weg: str, durch: Benutzer | None, wer: str = "", am: date | None = None
) -> Angebotspruefung:
    """Somebody made sure that the entry is true (K20). The same act twice on one day is one verification."""
    angebot = Angebot.objects.select_for_update().get(pk=angebot.pk)
    am = am or timezone.localdate()
    if am > timezone.localdate():
        raise ValidationError({"am": "Der Tag liegt in der Zukunft."})
    if weg == Pruefweg.TELEFON and not wer.strip():
        raise ValidationError({"wer": "Bitte nennen Sie, wer es am Telefon bestätigt hat."})
    zeile, _ = Angebotspruefung.objects.get_or_create(angebot=angebot, am=am, weg=weg, wer=wer.strip(), durch=durch)
    _uebertrage_pruefung(angebot)
    return zeile


@transaction.atomic
def nimm_pruefung_zurueck(*, pruefung: Angebotspruefung, durch: Benutzer) -> None:
    """Takes back a verification of one's own of the same day. Raises ValidationError for any other."""
    angebot = Angebot.objects.select_for_update().get(pk=pruefung.angebot_id)
    if pruefung.durch_id != durch.pk or timezone.localdate(pruefung.erstellt_am) != timezone.localdate():
        raise ValidationError("Zurücknehmen lässt sich nur eine eigene Prüfung von heute.")
    pruefung.delete()
    _uebertrage_pruefung(angebot)


def _uebertrage_pruefung(angebot: Angebot) -> None:
    letzte = Angebotspruefung.objects.filter(angebot=angebot).order_by("-am", "-id").first()
    angebot.geprueft_am, angebot.geprueft_weg = (letzte.am, letzte.weg) if letzte else (None, "")
    angebot.save(update_fields=["geprueft_am", "geprueft_weg", "geaendert_am"])


# --- Life cycle, publishing ------------------------------------------------------------------------------------------


@transaction.atomic
def wechsle_stufe(*, angebot: Angebot, stufe: str, durch: Benutzer | None, grund: str = "") -> None:
    """Takes the offer to another stage of its life (K03), dated. Raises ValidationError when it is there already."""
    angebot = Angebot.objects.select_for_update().get(pk=angebot.pk)
    if angebot.stufe == stufe:
        raise ValidationError(f"Das Angebot ist schon „{angebot.get_stufe_display()}“.")
    heute = timezone.localdate()
    angebot.stufe, angebot.stufe_seit = Angebotsstufe(stufe), heute
    angebot.save(update_fields=["stufe", "stufe_seit", "geaendert_am"])
    Angebotsschritt.objects.create(angebot=angebot, stufe=stufe, am=heute, grund=grund.strip(), durch=durch)


@transaction.atomic
def veroeffentliche(*, angebot: Angebot, oeffentlich: bool) -> bool:
    """Shows the offer in the public directory, or takes it out. False when it was so already."""
    angebot = Angebot.objects.select_for_update().get(pk=angebot.pk)
    if angebot.ist_oeffentlich == oeffentlich:
        return False
    if oeffentlich and angebot.ist_ruhend:
        raise ValidationError("Ein ruhendes Angebot lässt sich nicht veröffentlichen. Ändern Sie zuerst die Stufe.")
    angebot.ist_oeffentlich = oeffentlich
    angebot.veroeffentlicht_am = timezone.localdate() if oeffentlich else None
    angebot.save(update_fields=["ist_oeffentlich", "veroeffentlicht_am", "geaendert_am"])
    return True


@transaction.atomic
def loesche(*, angebot: Angebot) -> None:
    """Removes an entry made by mistake. Raises ValidationError once it was used for a case: the figures would lie."""
    angebot = Angebot.objects.select_for_update().get(pk=angebot.pk)
    if angebot.nutzungen.exists():
        raise ValidationError("Das Angebot wurde schon genutzt und zählt in der Auswertung. Setzen Sie es auf ruhend.")
    angebot.delete()


# --- Used for a case: offer and year, nothing else ------------------------------------------------------------------


def zaehle_nutzung(*, angebot: Angebot, schluessel: UUID, jahr: int) -> bool:
    """Counts one use. The key is the form's: sent twice it counts once; False then. One query."""
    try:
        with transaction.atomic():
            Angebotsnutzung.objects.create(uuid=schluessel, angebot=angebot, jahr=jahr)
    except IntegrityError:
        return False
    return True


def nimm_nutzung_zurueck(*, angebot: Angebot, schluessel: UUID) -> bool:
    """Takes back the use that this key counted; False when there is none. One query."""
    return bool(Angebotsnutzung.objects.filter(angebot=angebot, uuid=schluessel).delete()[0])
