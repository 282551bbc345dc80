"""Acts on a Lotsenanfrage: ask, take on, forward, close, open again (K22). Each writes its line of the time line."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer, Linkschluessel
from konten.selectors import parameter_am
from konten.services.link import stelle_aus, verbrauche, widerrufe
from netzwerk.models import Bedarfsmeldung, Lotsenanfrage, Lotsenschritt, Lotsenweiterleitung
from netzwerk.rules.lotsen import (
    Akt,
    Anfragestatus,
    Anfrageweg,
    Ereignis,
    Ergebnis,
    abschlussfehler,
    frist,
    nach_uebernahme,
    nach_weiterleitung,
)
from netzwerk.selectors.lotsen import akte_fuer, gewaehrende
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.lotsenbrief import (
    bitte_um_bestaetigung,
    frage_anbieter,
    melde_ergebnis,
    melde_neue,
    melde_wieder_geoeffnete,
)
from partner.models import Angebot, Angebotsnutzung, Netzwerkpartner

#: purposes of the links
ANTWORT, BESTAETIGUNG = "antwort", "anfrage"
#: so long somebody who asked through the public form has to confirm it
BESTAETIGUNGSFRIST = timedelta(days=2)
UEBERHOLT = "Die Anfrage wurde inzwischen geändert. Bitte lesen Sie den neuen Stand und entscheiden Sie dann."
VERALTET = "Dieses Formular ist nicht mehr gültig. Bitte öffnen Sie es neu."
FELDER = (
    *("sozialraum_id", "gemeinde_id", "titel", "text", "altersgruppe", "sprache", "mobilitaet", "zeit", "eile"),
    *("partner_id", "absender_name", "absender_stelle", "absender_email", "absender_telefon"),
)


@dataclass(frozen=True, slots=True)
class Lotsenangaben:
    """What the form says about a need and who asks; ids are checked against the scope before."""

    sozialraum_id: int
    titel: str
    text: str
    altersgruppe: str
    themen: Collection[int]
    gemeinde_id: int | None = None
    sprache: str = ""
    mobilitaet: str = "ohne"
    zeit: str = "egal"
    eile: str = "normal"
    partner_id: int | None = None
    absender_name: str = ""
    absender_stelle: str = ""
    absender_email: str = ""
    absender_telefon: str = ""


@dataclass(frozen=True, slots=True)
class Ziel:
    """A provider to be asked, about one of its offers or in general; without address somebody calls."""

    partner: Netzwerkpartner
    angebot: Angebot | None = None
    email: str = ""


# --- Asking -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def stelle(
    *, benutzer: Benutzer, uuid: UUID, angaben: Lotsenangaben, weg: str, heute: date
) -> tuple[Lotsenanfrage, bool]:
    """A request of somebody with an account, or taken on the phone (K22); True when it is new.

    The uuid is the idempotency key: a known one never updates. Raises ValidationError when it is somebody else's.
    """
    werte = {feld: getattr(angaben, feld) for feld in FELDER}
    werte |= {"gestellt_von": benutzer, "weg": weg, "zustand": Anfragestatus.NEU}
    anfrage, ist_neu = Lotsenanfrage.objects.get_or_create(uuid=uuid, defaults=werte | _fristen(heute))
    if not ist_neu:
        if anfrage.gestellt_von_id != benutzer.pk:
            raise ValidationError(VERALTET)
        return anfrage, False
    anfrage.themen.set(angaben.themen)
    _schreibe(anfrage, Ereignis.GESTELLT, benutzer)
    melde_neue(anfrage, ohne=benutzer, heute=heute)
    return anfrage, True


@transaction.atomic
def stelle_oeffentlich(*, uuid: UUID, angaben: Lotsenangaben, heute: date) -> Lotsenanfrage:
    """A request from the public form: unseen by everybody until the link in the mail to the asker is confirmed.

    A second click with the same uuid changes nothing and sends nothing.
    """
    werte = {feld: getattr(angaben, feld) for feld in FELDER}
    werte |= {"weg": Anfrageweg.FORMULAR, "zustand": Anfragestatus.UNBESTAETIGT}
    anfrage, ist_neu = Lotsenanfrage.objects.get_or_create(uuid=uuid, defaults=werte | _fristen(heute))
    if ist_neu:
        anfrage.themen.set(angaben.themen)
        _schreibe(anfrage, Ereignis.GESTELLT, None)
        bis = timezone.now() + BESTAETIGUNGSFRIST
        bitte_um_bestaetigung(anfrage, stelle_aus(zweck=BESTAETIGUNG, gegenstand=anfrage.uuid, gueltig_bis=bis), bis)
    return anfrage


@transaction.atomic
def bestaetige(*, uuid: UUID, schluessel: Linkschluessel, heute: date) -> bool:
    """The asker confirms by the link; the deadline begins now. False when somebody was quicker."""
    if not verbrauche(schluessel=schluessel):
        return False
    anfrage = Lotsenanfrage.objects.select_for_update().get(uuid=uuid)
    if anfrage.zustand != Anfragestatus.UNBESTAETIGT:
        return False
    anfrage.zustand = Anfragestatus.NEU
    for feld, wert in _fristen(heute).items():
        setattr(anfrage, feld, wert)
    anfrage.save()
    _schreibe(anfrage, Ereignis.BESTAETIGT, None)
    melde_neue(anfrage, ohne=None, heute=heute)
    return True


def _fristen(heute: date) -> dict[str, date]:
    tage = parameter_am(heute)["lotsen_frist_werktage"]
    return {"eingegangen_am": heute, "frist_am": frist(heute, tage)}


# --- Working on it ----------------------------------------------------------------------------------------------------


@transaction.atomic
def aendere(*, anfrage_id: int, version: int, angaben: Lotsenangaben, durch: Benutzer) -> Lotsenanfrage:
    """Replaces the content of an open request. Raises ZwischenzeitlichGeaendert, PermissionDenied once closed."""
    anfrage = _gesperrt(anfrage_id, durch, Akt.AENDERN)
    if anfrage.version != version:
        raise ZwischenzeitlichGeaendert(anfrage.version)
    for feld in FELDER:
        setattr(anfrage, feld, getattr(angaben, feld))
    anfrage.themen.set(angaben.themen)
    _speichere(anfrage)
    _schreibe(anfrage, Ereignis.GEAENDERT, durch)
    return anfrage


@transaction.atomic
def uebernimm(*, anfrage_id: int, durch: Benutzer) -> bool:
    """The account answers for the request from now on; False when it already did (a second click)."""
    anfrage = _gesperrt(anfrage_id, durch, Akt.UEBERNEHMEN)
    if anfrage.zustaendig_id == durch.pk:
        return False
    _uebernimm(anfrage, durch)
    _speichere(anfrage)
    return True


def _uebernimm(anfrage: Lotsenanfrage, durch: Benutzer) -> None:
    bisher = anfrage.zustaendig
    anfrage.zustaendig = durch
    anfrage.zustand = nach_uebernahme(anfrage.zustand, anfrage.weiterleitungen.exists())
    _schreibe(anfrage, Ereignis.UEBERNOMMEN, durch, f"vorher {bisher}" if bisher else "")


@transaction.atomic
def notiere(*, anfrage_id: int, text: str, durch: Benutzer) -> Lotsenschritt:
    """A note on the time line."""
    return _schreibe(_gesperrt(anfrage_id, durch, Akt.NOTIZ), Ereignis.NOTIZ, durch, text.strip())


@transaction.atomic
def leite_weiter(
    *, anfrage_id: int, ziele: Collection[Ziel], durch: Benutzer, heute: date
) -> list[Lotsenweiterleitung]:
    """Asks these providers, each by its own link; who was asked before is left out. Answers with those asked now.

    Who forwards a request that nobody has taken on takes it on.
    """
    anfrage = _gesperrt(anfrage_id, durch, Akt.WEITERLEITEN)
    schon = {(frage.partner_id, frage.angebot_id) for frage in anfrage.weiterleitungen.all()}
    neue = {(ziel.partner.pk, ziel.angebot.pk if ziel.angebot else None): ziel for ziel in ziele}
    gefragt = [_frage(anfrage, ziel, durch, heute) for paar, ziel in neue.items() if paar not in schon]
    if not gefragt:
        return []
    if anfrage.zustaendig_id is None:
        anfrage.zustaendig = durch
    anfrage.zustand = nach_weiterleitung(anfrage.zustand)
    _speichere(anfrage)
    return gefragt


def _frage(anfrage: Lotsenanfrage, ziel: Ziel, durch: Benutzer, heute: date) -> Lotsenweiterleitung:
    frage = Lotsenweiterleitung.objects.create(
        anfrage=anfrage, partner=ziel.partner, angebot=ziel.angebot, empfaenger=ziel.email, durch=durch
    )
    _schicke_link(frage, anfrage, durch, heute)
    return frage


def _schicke_link(frage: Lotsenweiterleitung, anfrage: Lotsenanfrage, durch: Benutzer, heute: date) -> None:
    am_telefon = "" if frage.empfaenger else "ohne Mailadresse, bitte anrufen"
    _schreibe(anfrage, Ereignis.WEITERGELEITET, durch, am_telefon, frage)
    if frage.empfaenger:
        bis = timezone.now() + timedelta(days=parameter_am(heute)["lotsen_link_tage"])
        geheimnis = stelle_aus(zweck=ANTWORT, gegenstand=frage.uuid, gueltig_bis=bis)
        frage_anbieter(frage, anfrage, geheimnis, bis, durch)


@transaction.atomic
def frage_erneut(*, frage: Lotsenweiterleitung, durch: Benutzer, heute: date) -> None:
    """Sends a new link after the old one ran out or the provider did not react; the old one no longer acts."""
    anfrage = _gesperrt(frage.anfrage_id, durch, Akt.WEITERLEITEN)
    gesperrt = Lotsenweiterleitung.objects.select_for_update(of=("self",)).get(pk=frage.pk)
    if not gesperrt.empfaenger:
        raise ValidationError("Für diesen Anbieter ist keine Mailadresse hinterlegt. Bitte rufen Sie an.")
    if gesperrt.antwort:
        raise ValidationError("Der Anbieter hat inzwischen geantwortet.")
    widerrufe(zweck=ANTWORT, gegenstaende=[gesperrt.uuid])
    gesperrt.version += 1
    gesperrt.gefragt_am = timezone.now()
    gesperrt.save()
    _schicke_link(gesperrt, anfrage, durch, heute)


# --- Its end, and its return ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Abschluss:
    """What became of the request, and what the asker is told."""

    ergebnis: str
    rueckmeldung: str
    hindernis: str = ""
    durch_frage: UUID | None = None


@transaction.atomic
def schliesse(*, anfrage_id: int, version: int, abschluss: Abschluss, durch: Benutzer, heute: date) -> Lotsenanfrage:
    """Closes the request, tells the asker, counts the offer as used for a case (K05, K22); links no longer act.

    Raises ValidationError for what is missing (by field) or a meanwhile changed request, PermissionDenied.
    """
    anfrage = _gesperrt(anfrage_id, durch, Akt.ABSCHLIESSEN)
    if anfrage.version != version:
        raise ValidationError(UEBERHOLT)
    frage = gewaehrende(anfrage).filter(uuid=abschluss.durch_frage).first() if abschluss.durch_frage else None
    if fehler := abschlussfehler(abschluss.ergebnis, abschluss.hindernis, abschluss.rueckmeldung, frage is not None):
        raise ValidationError(fehler)
    vermittelt = abschluss.ergebnis == Ergebnis.VERMITTELT
    anfrage.zustand, anfrage.ergebnis = Anfragestatus.ABGESCHLOSSEN, abschluss.ergebnis
    anfrage.hindernis = "" if vermittelt else abschluss.hindernis
    anfrage.rueckmeldung = abschluss.rueckmeldung.strip()
    anfrage.abgeschlossen_am = heute
    anfrage.erstmals_beantwortet_am = anfrage.erstmals_beantwortet_am or heute
    anfrage.zustaendig = anfrage.zustaendig or durch
    _speichere(anfrage)
    if vermittelt:
        _zaehle_nutzung(frage, heute)
    _beende_links(anfrage)
    _schreibe(anfrage, Ereignis.ABGESCHLOSSEN, durch, weiterleitung=frage if vermittelt else None)
    melde_ergebnis(anfrage, frage if vermittelt else None, durch)
    return anfrage


def _zaehle_nutzung(frage: Lotsenweiterleitung, heute: date) -> None:
    """Once per placement, whatever is clicked: the question's own key counts."""
    Lotsenweiterleitung.objects.filter(pk=frage.pk).update(hat_vermittelt=True, geaendert_am=timezone.now())
    if frage.angebot_id:
        Angebotsnutzung.objects.get_or_create(
            uuid=frage.uuid, defaults={"angebot_id": frage.angebot_id, "jahr": heute.year}
        )


@transaction.atomic
def oeffne(*, anfrage_id: int, version: int, notiz: str, durch: Benutzer, heute: date) -> Lotsenanfrage:
    """Opens a closed request again with the reason; the deadline begins anew, a counted use is taken back (K22)."""
    anfrage = _gesperrt(anfrage_id, durch, Akt.OEFFNEN)
    if anfrage.version != version:
        raise ValidationError(UEBERHOLT)
    if not notiz.strip():
        raise ValidationError({"notiz": "Bitte schreiben Sie, warum die Anfrage wieder offen ist."})
    vermittelnde = list(anfrage.weiterleitungen.filter(hat_vermittelt=True))
    Angebotsnutzung.objects.filter(uuid__in=[frage.uuid for frage in vermittelnde]).delete()
    anfrage.weiterleitungen.filter(hat_vermittelt=True).update(hat_vermittelt=False, geaendert_am=timezone.now())
    anfrage.zustand = nach_uebernahme(anfrage.zustand, anfrage.weiterleitungen.exists())
    anfrage.ergebnis = anfrage.hindernis = anfrage.rueckmeldung = ""
    anfrage.abgeschlossen_am = anfrage.eskaliert_am = None
    anfrage.frist_am = _fristen(heute)["frist_am"]
    _speichere(anfrage)
    _schreibe(anfrage, Ereignis.GEOEFFNET, durch, notiz.strip())
    melde_wieder_geoeffnete(anfrage, durch, heute)
    return anfrage


@transaction.atomic
def verbinde_mit_bedarf(*, anfrage_id: int, meldung: Bedarfsmeldung, durch: Benutzer) -> None:
    """ "Kein Angebot" became a Bedarfsmeldung. Raises PermissionDenied when it already has one."""
    anfrage = _gesperrt(anfrage_id, durch, Akt.BEDARF)
    anfrage.bedarfsmeldung = meldung
    _speichere(anfrage)
    _schreibe(anfrage, Ereignis.BEDARF, durch)


@transaction.atomic
def uebergib_anfrage(*, uuid: UUID, an: Benutzer, durch: Benutzer) -> None:
    """Part of a handover: whoever follows answers for the request; closed ones stay where they are."""
    anfrage = Lotsenanfrage.objects.select_for_update(of=("self",)).offen().filter(uuid=uuid).first()
    if anfrage is not None and anfrage.zustaendig_id != an.pk:
        _schreibe(anfrage, Ereignis.UEBERNOMMEN, durch, f"Übergabe an {an}")
        anfrage.zustaendig = an
        _speichere(anfrage)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _gesperrt(anfrage_id: int, durch: Benutzer, akt: Akt) -> Lotsenanfrage:
    menge = Lotsenanfrage.objects.select_for_update(of=("self",)).select_related("zustaendig", "gestellt_von")
    anfrage = menge.get(pk=anfrage_id)
    if akt not in akte_fuer(anfrage, durch.bereich):
        raise PermissionDenied
    return anfrage


def _speichere(anfrage: Lotsenanfrage) -> None:
    anfrage.version += 1
    anfrage.save()


def _schreibe(
    anfrage: Lotsenanfrage,
    ereignis: Ereignis,
    durch: Benutzer | None,
    text: str = "",
    weiterleitung: Lotsenweiterleitung | None = None,
) -> Lotsenschritt:
    return Lotsenschritt.objects.create(
        anfrage=anfrage, ereignis=ereignis, durch=durch, text=text, weiterleitung=weiterleitung
    )


def _beende_links(anfrage: Lotsenanfrage) -> None:
    widerrufe(zweck=ANTWORT, gegenstaende=list(anfrage.weiterleitungen.values_list("uuid", flat=True)))
