"""Acts on next steps: note, tick off, put off with a reason, hand over. Every act locks its row first."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.models import Benutzer
from konten.rules.zahl import tagesdatum
from netzwerk.models import Aufschub, Einsatz, Kontakt, Wiedervorlage
from netzwerk.rules import Zusage
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from partner.models import Netzwerkpartner
from sozialraum.models import Sozialraum


@transaction.atomic
def lege_an(
    *,
    benutzer: Benutzer,
    was: str,
    am: date,
    zusage: str = Zusage.WIR,
    uuid: UUID | None = None,
    partner: Netzwerkpartner | None = None,
    sozialraum: Sozialraum | None = None,
) -> tuple[Wiedervorlage, bool]:
    """Notes a next step of its own, about a partner or a Sozialraum (K09); True when it is new.

    A known uuid is the same step, unchanged.

    Raises ValidationError when neither is named, or when the key belongs to somebody else's step. Two queries.
    """
    if partner is None and sozialraum is None:
        raise ValidationError("Bitte einen Partner oder einen Sozialraum nennen.")
    werte = {"was": was, "am": am, "zusage": zusage, "partner": partner, "sozialraum": sozialraum}
    if uuid is None:
        return Wiedervorlage.objects.create(benutzer=benutzer, **werte), True
    schritt, ist_neu = Wiedervorlage.objects.get_or_create(uuid=uuid, defaults={"benutzer": benutzer, **werte})
    if not ist_neu and schritt.benutzer_id != benutzer.pk:
        raise ValidationError("Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu.")
    return schritt, ist_neu


def aus_kontakt(*, kontakt: Kontakt, benutzer: Benutzer, was: str, am: date, zusage: str = Zusage.WIR) -> Wiedervorlage:
    """Notes a next step from a contact, for the partner and Sozialraum of its first participation. Two queries."""
    erste = kontakt.beteiligungen.order_by("id").values("partner_id", "sozialraum_id").first() or {}
    return Wiedervorlage.objects.create(kontakt=kontakt, benutzer=benutzer, was=was, am=am, zusage=zusage, **erste)


@transaction.atomic
def erledige(*, wiedervorlage: Wiedervorlage, am: date | None, durch: Benutzer | None = None) -> Wiedervorlage:
    """Marks a next step as done on that day by that person, or open again (`am` None). Two queries.

    One that is done already keeps the day and the person of the first tick.
    """
    schritt = _gesperrt(wiedervorlage)
    if am is not None and schritt.erledigt_am is not None:
        return schritt
    schritt.erledigt_am, schritt.erledigt_von = am, durch if am else None
    schritt.save(update_fields=["erledigt_am", "erledigt_von", "geaendert_am"])
    return schritt


@transaction.atomic
def verschiebe(
    *, wiedervorlage: Wiedervorlage, auf: date, grund: str, durch: Benutzer, heute: date, bisher: date | None = None
) -> Aufschub | None:
    """Puts a next step off to another day and keeps the old one with the reason. Three queries.

    None when it stands on that day already (the same form twice). Raises ValidationError without a reason, for a day
    that is over, for a step that is done, and when it no longer stands on the day `bisher` that the person saw.
    """
    schritt = _gesperrt(wiedervorlage)
    if schritt.am == auf:
        return None
    if not grund.strip():
        raise ValidationError({"grund": "Bitte nennen Sie kurz den Grund."})
    if auf < heute:
        raise ValidationError({"auf_tag": "Dieser Tag ist schon vorbei."})
    if schritt.erledigt_am is not None:
        raise ValidationError("Dieser Schritt ist schon erledigt.")
    if bisher not in (None, schritt.am):
        raise ValidationError(f"Jemand hat diesen Schritt inzwischen auf den {tagesdatum(schritt.am)} verschoben.")
    aufschub = Aufschub(wiedervorlage=schritt, von_tag=schritt.am, auf_tag=auf, grund=grund.strip(), durch=durch)
    aufschub.full_clean()
    aufschub.save()
    schritt.am = auf
    schritt.save(update_fields=["am", "geaendert_am"])
    return aufschub


@transaction.atomic
def nimm_aufschub_zurueck(*, wiedervorlage: Wiedervorlage, durch: Benutzer) -> date | None:
    """Takes back the last putting off by this person, and returns the day it stands on again. Up to four queries.

    None when it was put off again or ticked off meanwhile, by whomever.
    """
    schritt = _gesperrt(wiedervorlage)
    letzter = schritt.aufschuebe.order_by("-erstellt_am", "-pk").first()
    if letzter is None or schritt.erledigt_am or (letzter.durch_id, letzter.auf_tag) != (durch.pk, schritt.am):
        return None
    schritt.am = letzter.von_tag
    schritt.save(update_fields=["am", "geaendert_am"])
    letzter.delete()
    return schritt.am


@transaction.atomic
def aendere(
    *, wiedervorlage: Wiedervorlage, version: int, was: str, zusage: str, an: Benutzer, heute: date
) -> Wiedervorlage:
    """Stores another text or promise, and hands the step over to `an`. Up to three queries.

    Raises ZwischenzeitlichGeaendert, see `version`, and ValidationError when the colleague has no confirmed Einsatz
    in the Sozialraum of the step today.
    """
    schritt = _gesperrt(wiedervorlage)
    if schritt.version != version:
        raise ZwischenzeitlichGeaendert(schritt.version)
    if an.pk != schritt.benutzer_id and not arbeitet_dort(an.pk, schritt.sozialraum_id, heute):
        raise ValidationError({"an": f"{an} arbeitet heute nicht im Sozialraum dieser Wiedervorlage."})
    schritt.was, schritt.zusage, schritt.benutzer = was, zusage, an
    schritt.version += 1
    schritt.full_clean()
    schritt.save(update_fields=["was", "zusage", "benutzer", "version", "geaendert_am"])
    return schritt


@transaction.atomic
def loesche(*, wiedervorlage: Wiedervorlage) -> None:
    """Removes a next step with its history; whose it must be is asked before."""
    _gesperrt(wiedervorlage).delete()


def arbeitet_dort(benutzer_id: int, sozialraum_id: int | None, tag: date) -> bool:
    """Whether the account is a Netzwerkfachkraft of the Sozialraum that day. One query."""
    einsaetze = Einsatz.objects.bestaetigt().aktiv(tag).filter(sozialraum=sozialraum_id)
    return einsaetze.filter(fachkraft__benutzer=benutzer_id, fachkraft__benutzer__is_active=True).exists()


def _gesperrt(wiedervorlage: Wiedervorlage) -> Wiedervorlage:
    return Wiedervorlage.objects.select_for_update().get(pk=wiedervorlage.pk)
