"""Asks providers whether their offers are still true, and takes their answers (K20). Nothing public changes here."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from konten.models import Benutzer
from konten.services.link import linkadresse, stelle_aus, widerrufe
from konten.services.versand import stelle_ein
from partner.models import (
    Aenderungsvorschlag,
    Anfrageposition,
    Angebot,
    Bestaetigungsanfrage,
    Kampagne,
    Netzwerkpartner,
    Vorschlagsfeld,
)
from partner.rules.angebot import Pruefweg
from partner.rules.bestaetigung import NICHTS_GEAENDERT, VORSCHLAGSFELDER, ZEITEN, Antwort
from partner.services.angebot import pruefe

ZWECK = "bestaetigen"
FRIST_TAGE = 42
ANSCHREIBEN = (
    "Sie stehen mit einem Angebot in unserem Verzeichnis. Damit Familien sich darauf verlassen können, bitten wir "
    "Sie kurz nachzusehen, ob unsere Angaben noch stimmen."
)


@transaction.atomic
def frage_an(
    *,
    partner: Netzwerkpartner,
    angebote: Collection[Angebot],
    empfaenger: str,
    durch: Benutzer | None,
    kampagne: Kampagne | None = None,
) -> Bestaetigungsanfrage:
    """Prepares one mail to one provider about these offers. `sende` writes it. Three queries and one per offer."""
    frist = kampagne.frist_tage if kampagne else FRIST_TAGE
    anfrage = Bestaetigungsanfrage.objects.create(
        partner=partner,
        kampagne=kampagne,
        empfaenger=empfaenger,
        gilt_bis=timezone.now() + timedelta(days=frist),
        durch=durch,
    )
    for angebot in angebote:
        Anfrageposition.objects.create(anfrage=anfrage, angebot=angebot)
    return anfrage


@transaction.atomic
def sende(*, anfrage: Bestaetigungsanfrage, erinnerung: bool = False) -> bool:
    """Writes the mail with a fresh link into the outbox; False when it was written or is no longer needed.

    A reminder carries a link of its own: the first one cannot be read again, and both work.
    """
    anfrage = Bestaetigungsanfrage.objects.select_for_update().get(pk=anfrage.pk)
    schon = anfrage.erinnert_am if erinnerung else anfrage.versandt_am
    if schon or anfrage.beantwortet_am or anfrage.zurueckgezogen_am or not anfrage.empfaenger:
        return False
    jetzt = timezone.now()
    if jetzt >= anfrage.gilt_bis:
        return False
    geheimnis = stelle_aus(zweck=ZWECK, gegenstand=anfrage.uuid, gueltig_bis=anfrage.gilt_bis)
    offene = [zeile.angebot for zeile in anfrage.positionen.filter(antwort="").select_related("angebot")]
    angaben = {
        "anfrage": anfrage,
        "angebote": offene,
        "erinnerung": erinnerung,
        "anschreiben": anfrage.kampagne.anschreiben if anfrage.kampagne else ANSCHREIBEN,
        "adresse": linkadresse("partner:bestaetigen", geheimnis),
        "landkreis": settings.LANDKREIS,
    }
    stelle_ein(
        anlass=f"bestaetigen:{anfrage.uuid}:{'erinnerung' if erinnerung else 'anfrage'}",
        empfaenger=anfrage.empfaenger,
        betreff=("Erinnerung: " if erinnerung else "") + "Stimmen die Angaben zu Ihrem Angebot noch?",
        text=render_to_string("mail/bestaetigen.txt", angaben).strip() + "\n",
    )
    if erinnerung:
        anfrage.erinnert_am = jetzt
    else:
        anfrage.versandt_am = jetzt
    anfrage.save(update_fields=["versandt_am", "erinnert_am", "geaendert_am"])
    return True


@transaction.atomic
def ziehe_zurueck(*, anfrage: Bestaetigungsanfrage) -> bool:
    """Withdraws the links of a request; False when it is answered or withdrawn already."""
    anfrage = Bestaetigungsanfrage.objects.select_for_update().get(pk=anfrage.pk)
    if anfrage.beantwortet_am or anfrage.zurueckgezogen_am:
        return False
    anfrage.zurueckgezogen_am = timezone.now()
    anfrage.save(update_fields=["zurueckgezogen_am", "geaendert_am"])
    widerrufe(zweck=ZWECK, gegenstaende=[anfrage.uuid])
    return True


# --- Answers ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def antworte(
    *,
    anfrage: Bestaetigungsanfrage,
    angebot: UUID,
    antwort: str,
    von_name: str = "",
    bemerkung: str = "",
    felder: Mapping[str, tuple[str, str]] | None = None,
) -> bool:
    """Takes the provider's answer about one offer; False when it is answered already: of two at once one counts.

    "Stimmt" verifies at once. A change (`felder`: name → (as it is, as it should be)) and "gibt es nicht mehr" wait for
    somebody of the network. Raises ValidationError for a change that changes nothing.
    """
    anfrage = Bestaetigungsanfrage.objects.select_for_update().get(pk=anfrage.pk)
    if anfrage.zurueckgezogen_am or timezone.now() >= anfrage.gilt_bis:
        return False
    position = anfrage.positionen.select_related("angebot").filter(angebot__uuid=angebot, antwort="").first()
    if position is None:
        return False
    felder = {name: paar for name, paar in (felder or {}).items() if name in (*VORSCHLAGSFELDER, ZEITEN)}
    if antwort == Antwort.AENDERUNG and not felder and not bemerkung.strip():
        raise ValidationError(NICHTS_GEAENDERT)
    if antwort == Antwort.STIMMT:
        pruefe(angebot=position.angebot, weg=Pruefweg.ANBIETER, durch=None, wer=von_name[:120])
    else:
        _schlage_vor(position, antwort, von_name, bemerkung, felder)
    _beantworte(anfrage, position, antwort)
    return True


def _schlage_vor(
    position: Anfrageposition, antwort: str, von_name: str, bemerkung: str, felder: Mapping[str, tuple[str, str]]
) -> None:
    vorschlag = Aenderungsvorschlag.objects.create(
        angebot=position.angebot,
        position=position,
        antwort=antwort,
        von_name=von_name.strip()[:120],
        bemerkung=bemerkung.strip(),
        eingegangen_am=timezone.now(),
    )
    for name, (alt, neu) in felder.items():
        Vorschlagsfeld.objects.create(vorschlag=vorschlag, feld=name, alt=alt, neu=neu)


def _beantworte(anfrage: Bestaetigungsanfrage, position: Anfrageposition, antwort: str) -> None:
    jetzt = timezone.now()
    position.antwort, position.beantwortet_am = Antwort(antwort), jetzt
    position.save(update_fields=["antwort", "beantwortet_am"])
    if not anfrage.positionen.filter(antwort="").exists():
        anfrage.beantwortet_am = jetzt
        anfrage.save(update_fields=["beantwortet_am", "geaendert_am"])


@transaction.atomic
def bestaetige_am_telefon(*, angebot: Angebot, wer: str, durch: Benutzer) -> None:
    """A confirmation on the phone counts like the link: it also answers requests that are still open."""
    pruefe(angebot=angebot, weg=Pruefweg.TELEFON, durch=durch, wer=wer)
    offene = Anfrageposition.objects.filter(
        angebot=angebot, antwort="", anfrage__beantwortet_am=None, anfrage__zurueckgezogen_am=None
    )
    for anfrage_id, position_id in offene.order_by("anfrage").values_list("anfrage", "pk"):
        anfrage = Bestaetigungsanfrage.objects.select_for_update().get(pk=anfrage_id)
        position = anfrage.positionen.filter(pk=position_id, antwort="").first()
        if position is not None:
            _beantworte(anfrage, position, Antwort.STIMMT)


def ist_faellig_zu_erinnern(anfrage: Bestaetigungsanfrage, jetzt: datetime) -> bool:
    """Whether the round of asking wants this provider reminded now."""
    tage = anfrage.kampagne.erinnern_nach_tagen if anfrage.kampagne else None
    return bool(tage and anfrage.versandt_am and jetzt >= anfrage.versandt_am + timedelta(days=tage))
