"""Reads around contacts: suggestions for the form, why a contact sets the clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from konten.models import Schwaerzung
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich
from konten.rules.textschutz import BALKEN
from konten.selectors import parameter_am
from netzwerk.models import Kontakt, Kontaktanhang, Kontaktbeteiligung, Thema, Wiedervorlage
from netzwerk.rules import ZAEHLT_ALS_AUSTAUSCH, Ergebnis
from partner.models import Funktion, Netzwerkpartner

ANZAHL = 8
ZULETZT = 5
#: so many of the latest entries are looked at for the last partners
RUECKSCHAU = 40


def partnervorschlaege(
    bereich: Geltungsbereich, suche: str, ohne_ids: Sequence[int], ohne_uuids: Sequence[str] = ()
) -> QuerySet[Netzwerkpartner]:
    """Partners within reach whose name, address or Träger holds every word; one too many tells of more. One query."""
    menge = Netzwerkpartner.objects.waehlbar_fuer(bereich).suche(suche)
    return menge.exclude(pk__in=ohne_ids).exclude(uuid__in=ohne_uuids).order_by("name_norm")[: ANZAHL + 1]


def vorschlaege_ohne_suche(bereich: Geltungsbereich) -> list[Netzwerkpartner]:
    """The partners that this account logged last, newest first. Two queries."""
    ids = list(dict.fromkeys(_zuletzt_erfasste(bereich.benutzer_id or 0)))[:ZULETZT]
    waehlbar = {partner.pk: partner for partner in _waehlbare(bereich, ids)} if ids else {}
    return [waehlbar[pk] for pk in ids if pk in waehlbar]


@vorbereitet
def _zuletzt_erfasste(benutzer_id: int) -> QuerySet[int]:
    # Begun at the contact, the index of its author gives the newest first: nothing is sorted.
    letzte = Kontakt.objects.filter(erfasst_von=benutzer_id, beteiligungen__isnull=False).order_by("-id")
    return letzte.values_list("beteiligungen__partner", flat=True)[:RUECKSCHAU]


@vorbereitet
def _waehlbare(bereich: Geltungsbereich, ids: Collection[int]) -> QuerySet[Netzwerkpartner]:
    return Netzwerkpartner.objects.waehlbar_fuer(bereich).filter(pk__in=ids).only("uuid", "name").order_by()


@vorbereitet
def anhaenge_des_kontakts(bereich: Geltungsbereich, kontakt_id: int) -> QuerySet[Kontaktanhang]:
    """Files of the contact that the viewer may read. One query."""
    return Kontaktanhang.objects.sichtbar_fuer(bereich).filter(kontakt=kontakt_id)


@dataclass(frozen=True, slots=True)
class Beteiligungszeile:
    """A partner at the contact and the sentence why it counts or not (K06)."""

    beteiligung: Kontaktbeteiligung
    satz: str


def begruendung_je_beteiligung(kontakt: Kontakt) -> list[Beteiligungszeile]:
    """All partners of the contact with the reason. One query."""
    return [Beteiligungszeile(zeile, _satz(kontakt, zeile)) for zeile in _beteiligungen(kontakt.pk)]


@vorbereitet
def _beteiligungen(kontakt_id: int) -> QuerySet[Kontaktbeteiligung]:
    zeilen = Kontaktbeteiligung.objects.filter(kontakt=kontakt_id).select_related("partner", "sozialraum")
    zeilen = zeilen.only("am", "ergebnis", "zaehlt", "partner__uuid", "partner__name", "sozialraum__name")
    return zeilen.order_by("partner__name_norm")


@vorbereitet
def sichtbarer_kontakt(bereich: Geltungsbereich, schluessel: UUID) -> QuerySet[Kontakt]:
    """The one with this uuid, if its page may be opened, with its author. One query."""
    menge = Kontakt.objects.sichtbar_fuer(bereich).filter(uuid=schluessel)
    return menge.select_related("erfasst_von", "sitzung__gremium", "herkunft")


def geschwaerzt_am(kontakt: Kontakt) -> datetime | None:
    """When a passage of the text was blanked last. No query for a text without bars, else one."""
    if BALKEN not in kontakt.inhalt + kontakt.vereinbarung:
        return None
    schwaerzungen = Schwaerzung.objects.filter(modell=kontakt._meta.label_lower, objekt=kontakt.uuid)
    return schwaerzungen.order_by("-erstellt_am").values_list("erstellt_am", flat=True).first()


@dataclass(frozen=True, slots=True)
class Kontaktrechte:
    """What the viewer may do with one contact within her sight."""

    text_lesbar: bool
    aenderbar: bool
    loeschbar: bool


def rechte_am_kontakt(kontakt: Kontakt, bereich: Geltungsbereich) -> Kontaktrechte:
    """The answers of the three QuerySets for this contact. Four queries."""
    frist = parameter_am(bereich.stichtag)["loeschfrist_eigene_kontakte_tage"]
    return Kontaktrechte(
        bool(_mit_text(bereich, kontakt.pk)),
        bool(_bearbeitbar(bereich, kontakt.pk)),
        bool(_loeschbar(bereich, timedelta(days=frist), kontakt.pk)),
    )


@vorbereitet
def _mit_text(bereich: Geltungsbereich, kontakt_id: int) -> QuerySet:
    return Kontakt.objects.mit_text_fuer(bereich).filter(pk=kontakt_id).values_list("pk")


@vorbereitet
def _bearbeitbar(bereich: Geltungsbereich, kontakt_id: int) -> QuerySet:
    return Kontakt.objects.bearbeitbar_fuer(bereich).filter(pk=kontakt_id).values_list("pk")


@vorbereitet
def _loeschbar(bereich: Geltungsbereich, frist: timedelta, kontakt_id: int) -> QuerySet:
    return Kontakt.objects.loeschbar_fuer(bereich, frist.days).filter(pk=kontakt_id).values_list("pk")


@vorbereitet
def themen_des_kontakts(kontakt_id: int) -> QuerySet[str]:
    """Names in order. One query."""
    return Thema.objects.filter(kontakte=kontakt_id).values_list("name", flat=True)


@vorbereitet
def personen_des_kontakts(kontakt_id: int) -> QuerySet[Funktion]:
    """The partner's people who took part. One query."""
    return Funktion.objects.filter(kontakte=kontakt_id).select_related("person")


@vorbereitet
def schritte_des_kontakts(bereich: Geltungsbereich, kontakt_id: int) -> QuerySet[Wiedervorlage]:
    """Next steps from the contact that the viewer may see, the most urgent first. One query."""
    return Wiedervorlage.objects.sichtbar_fuer(bereich).filter(kontakt=kontakt_id).order_by("am")


def _satz(kontakt: Kontakt, zeile: Kontaktbeteiligung) -> str:
    if zeile.zaehlt:
        return "zählt als Austausch"
    if zeile.ergebnis != Ergebnis.ERREICHT:
        return "zählt nicht: niemand erreicht"
    if kontakt.art not in ZAEHLT_ALS_AUSTAUSCH:
        return f"zählt nicht: {kontakt.get_art_display()} ist kein Austausch"
    return (
        f"zählt nicht: keine Netzwerkfachkraft von {zeile.sozialraum} beteiligt "
        "oder der Partner war dort nicht eingetragen"
    )
