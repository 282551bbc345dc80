"""Meetings: plan, change, invite, call off, delete. Every act locks the meeting and compares its version."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as format_datum

from konten.models import Benutzer, Versandauftrag
from konten.rules.zahl import tagesdatum
from konten.services.versand import stelle_ein
from netzwerk.models import Gremium, Netzwerkfachkraft, Sitzung, Tagesordnungspunkt
from netzwerk.rules.gremium import Sitzungsstatus, serie, warum_nicht_loeschbar
from netzwerk.selectors.sitzung import empfaenger, empfaenger_nach_sitz, je_adresse_einmal
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.kontakt import VERALTET
from netzwerk.services.kontakt import loesche as loesche_kontakt
from netzwerk.services.termin import ABSAGEN, EINLADEN, Eingeladen, termindatei

TERMIN = ("am", "beginn", "ende", "ort")
UHRZEIT = "%H:%M"


@dataclass(frozen=True, slots=True)
class Punkt:
    """An item of the agenda; without uuid it is new."""

    titel: str
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sitzungsangaben:
    """What the form says about a meeting."""

    am: date
    beginn: time | None = None
    ende: time | None = None
    ort: str = ""
    einladungstext: str = ""
    punkte: tuple[Punkt, ...] = ()


def gesperrt(sitzung_id: int, version: int) -> Sitzung:
    """The meeting, locked. Raises ZwischenzeitlichGeaendert when `version` is not the stored one. One query."""
    menge = Sitzung.objects.select_for_update(of=("self",)).select_related("gremium__sozialraum", "kontakt")
    sitzung = menge.get(pk=sitzung_id)
    if sitzung.version != version:
        raise ZwischenzeitlichGeaendert(sitzung.version)
    return sitzung


@transaction.atomic
def plane(
    *,
    gremium: Gremium,
    angaben: Sitzungsangaben,
    benutzer: Benutzer,
    wochen: int = 1,
    anzahl: int = 1,
    uuid: UUID | None = None,
) -> tuple[list[Sitzung], bool]:
    """Plans a meeting, or a series of them with the same agenda (K02); True when they are new.

    The uuid is the idempotency key: the same form sent twice plans once. Raises ValidationError when the Gremium does
    not exist on one of the days, or when the key belongs to another Gremium.
    """
    tage = serie(angaben.am, wochen, anzahl)
    erste = uuid or uuid4()
    schluessel = [erste, *(uuid5(erste, str(stelle)) for stelle in range(1, len(tage)))]
    Gremium.objects.select_for_update(of=("self",)).get(pk=gremium.pk)
    if schon := list(Sitzung.objects.filter(uuid__in=schluessel).order_by("am")):
        if any(sitzung.gremium_id != gremium.pk for sitzung in schon):
            raise ValidationError(VERALTET)
        return schon, False
    for tag in tage:
        _pruefe_tag(gremium, tag)
    return [_lege_an(gremium, angaben, tag, benutzer, key) for tag, key in zip(tage, schluessel, strict=True)], True


def _lege_an(gremium: Gremium, angaben: Sitzungsangaben, tag: date, benutzer: Benutzer, uuid: UUID) -> Sitzung:
    sitzung = Sitzung(gremium=gremium, erfasst_von=benutzer, uuid=uuid)
    _uebernimm(sitzung, angaben)
    sitzung.am = tag
    sitzung.save()
    _setze_punkte(sitzung, angaben.punkte)
    return sitzung


@transaction.atomic
def aendere(*, sitzung_id: int, version: int, angaben: Sitzungsangaben) -> Sitzung:
    """Replaces day, time, place and agenda. Another date of an invited meeting makes the invitation outdated.

    Raises ZwischenzeitlichGeaendert, and ValidationError for a held or cancelled meeting.
    """
    sitzung = gesperrt(sitzung_id, version)
    if sitzung.zustand in (Sitzungsstatus.GEHALTEN, Sitzungsstatus.ABGESAGT):
        raise ValidationError(f"Die Sitzung ist {sitzung.get_zustand_display()} und lässt sich so nicht mehr ändern.")
    _pruefe_tag(sitzung.gremium, angaben.am)
    bisher = [getattr(sitzung, feld) for feld in TERMIN]
    _uebernimm(sitzung, angaben)
    if bisher != [getattr(sitzung, feld) for feld in TERMIN]:
        sitzung.zustand = Sitzungsstatus.GEPLANT
    _speichere(sitzung)
    _setze_punkte(sitzung, angaben.punkte)
    return sitzung


@transaction.atomic
def lade_ein(*, sitzung_id: int, version: int, benutzer: Benutzer, nur: Collection[str] | None = None) -> int:
    """Puts one mail with calendar file per address into the outbox and returns their number (K02).

    `nur` are the keys of the seats that get one; None means all. Raises ZwischenzeitlichGeaendert, and
    ValidationError when the meeting is over or nobody is left to write to.
    """
    sitzung = gesperrt(sitzung_id, version)
    if sitzung.zustand in (Sitzungsstatus.GEHALTEN, Sitzungsstatus.ABGESAGT):
        raise ValidationError(f"Die Sitzung ist {sitzung.get_zustand_display()}. Einladen lässt sich dazu nicht mehr.")
    liste = je_adresse_einmal(empfaenger(sitzung))
    if not liste:
        raise ValidationError("Kein Mitglied hat eine E-Mail-Adresse. Bitte tragen Sie zuerst Adressen ein.")
    liste = [eintrag for eintrag in liste if nur is None or eintrag.schluessel in nur]
    if not liste:
        raise ValidationError("Bitte wählen Sie mindestens eine Person, die eingeladen wird.")
    sitzung.einladung_folge += 1
    sitzung.zustand = Sitzungsstatus.EINGELADEN
    _speichere(sitzung)
    punkte = titel_der_punkte(sitzung)
    brief = einladung(sitzung, punkte, gruss(benutzer))
    for eintrag in liste:
        post = Post(eintrag.name, eintrag.adresse, eintrag.schluessel)
        _stelle_ein(sitzung, post, brief, EINLADEN, punkte, benutzer)
    return len(liste)


@transaction.atomic
def sage_ab(*, sitzung_id: int, version: int, benutzer: Benutzer) -> int:
    """Calls the meeting off and tells everybody who was ever invited to it; returns how many.

    Raises ZwischenzeitlichGeaendert, and ValidationError for a held or cancelled one.
    """
    sitzung = gesperrt(sitzung_id, version)
    if sitzung.zustand in (Sitzungsstatus.GEHALTEN, Sitzungsstatus.ABGESAGT):
        raise ValidationError(f"Die Sitzung ist {sitzung.get_zustand_display()}.")
    sitzung.zustand = Sitzungsstatus.ABGESAGT
    eingeladene = bisher_eingeladene(sitzung)
    if eingeladene:
        sitzung.einladung_folge += 1
    _entferne_kontakt(sitzung)
    _speichere(sitzung)
    brief = absage(sitzung, gruss(benutzer))
    for post in eingeladene:
        _stelle_ein(sitzung, post, brief, ABSAGEN, (), benutzer)
    return len(eingeladene)


@transaction.atomic
def loesche(*, sitzung: Sitzung, version: int) -> None:
    """Deletes a meeting that nobody was invited to, or that was called off. Raises ValidationError otherwise."""
    sitzung = gesperrt(sitzung.pk, version)
    if grund := warum_nicht_loeschbar(sitzung.zustand, sitzung.einladung_folge):
        raise ValidationError(grund)
    _entferne_kontakt(sitzung)
    sitzung.delete()


def _entferne_kontakt(sitzung: Sitzung) -> None:
    if sitzung.kontakt_id:
        kontakt, sitzung.kontakt = sitzung.kontakt, None
        sitzung.save(update_fields=["kontakt"])
        loesche_kontakt(kontakt=kontakt)


def titel_der_punkte(sitzung: Sitzung) -> list[str]:
    """The agenda in order. One query."""
    return list(sitzung.punkte.order_by("reihenfolge", "id").values_list("titel", flat=True))


# --- Mails ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Brief:
    """Subject and text of a mail, as the preview shows them; the HTML says the same."""

    betreff: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Post:
    """To whom a mail goes: name, address, key of the seat."""

    name: str
    adresse: str
    schluessel: str


def gruss(benutzer: Benutzer) -> tuple[str, ...]:
    """Closing with the name of who writes and how to reach her. One query."""
    fachkraft = Netzwerkfachkraft.objects.filter(benutzer=benutzer).only("telefon").first()
    telefon = f"Telefon {fachkraft.telefon}" if fachkraft and fachkraft.telefon else ""
    return tuple(filter(None, ("Freundliche Grüße", str(benutzer), telefon, benutzer.email)))


def einladung(sitzung: Sitzung, punkte: Sequence[str], schluss: Sequence[str] = ()) -> Brief:
    """The invitation. No query."""
    wort = "Einladung" if sitzung.einladung_folge <= 1 else "Aktualisierte Einladung"
    hinweis = "Die angehängte Datei trägt den Termin in Ihren Kalender ein."
    return _brief(wort, "hiermit laden wir Sie ein", sitzung, punkte, sitzung.einladungstext, hinweis, schluss)


def absage(sitzung: Sitzung, schluss: Sequence[str] = ()) -> Brief:
    """The cancellation. No query."""
    return _brief("Abgesagt", "diese Sitzung findet nicht statt", sitzung, schluss=schluss)


def _brief(
    wort: str,
    satz: str,
    sitzung: Sitzung,
    punkte: Sequence[str] = (),
    freitext: str = "",
    hinweis: str = "",
    schluss: Sequence[str] = (),
) -> Brief:
    betreff, eckdaten = f"{wort}: {sitzung.gremium.name} am {tagesdatum(sitzung.am)}", _eckdaten(sitzung)
    zeilen = ["Guten Tag,", "", f"{satz}: {sitzung.gremium.name}", "", *eckdaten]
    if punkte:
        zeilen += ["", "Tagesordnung", *(f"{nummer}. {titel}" for nummer, titel in enumerate(punkte, start=1))]
    zeilen += [zeile for teil in (freitext, hinweis) if teil for zeile in ("", teil)]
    zeilen += ["", *schluss] if schluss else []
    teile = {"schluss": schluss, "gremium": sitzung.gremium.name, "satz": satz, "eckdaten": eckdaten, "punkte": punkte}
    angaben = teile | {"betreff": betreff, "freitext": freitext, "hinweis": hinweis}
    return Brief(betreff, "\n".join(zeilen), render_to_string("mail/sitzung.html", angaben))


def _eckdaten(sitzung: Sitzung) -> list[str]:
    zeit = ""
    if sitzung.beginn:
        zeit = f", {sitzung.beginn:{UHRZEIT}}" + (f" bis {sitzung.ende:{UHRZEIT}}" if sitzung.ende else "") + " Uhr"
    return [f"Wann: {format_datum(sitzung.am, 'l, j. F Y')}{zeit}", *([f"Wo: {sitzung.ort}"] if sitzung.ort else [])]


def bisher_eingeladene(sitzung: Sitzung) -> list[Post]:
    """Everybody to whom an invitation went out, also former members; the address is that of today. Two queries.

    Sent mails lose their address after a while, so the seat is asked first.
    """
    auftraege = Versandauftrag.objects.filter(anlass__startswith=f"sitzung:{sitzung.uuid}:").order_by("id")
    adressen = {anlass.rpartition(":")[2]: adresse for anlass, adresse in auftraege.values_list("anlass", "empfaenger")}
    heutige = {eintrag.schluessel: eintrag for eintrag in empfaenger_nach_sitz(list(adressen))}
    posten = []
    for schluessel, adresse in adressen.items():
        eintrag = heutige.get(schluessel)
        if ziel := (eintrag.adresse if eintrag else "") or adresse:
            posten.append(Post(eintrag.name if eintrag else ziel, ziel, schluessel))
    return posten


def _stelle_ein(
    sitzung: Sitzung, post: Post, brief: Brief, methode: str, punkte: Sequence[str], benutzer: Benutzer
) -> None:
    stelle_ein(
        anlass=f"sitzung:{sitzung.uuid}:{sitzung.einladung_folge}:{post.schluessel}",
        empfaenger=post.adresse,
        betreff=brief.betreff,
        text=brief.text,
        html=brief.html,
        beilage_name="termin.ics",
        beilage_typ=f"text/calendar; method={methode}",
        beilage=termindatei(
            sitzung,
            methode=methode,
            folge=sitzung.einladung_folge,
            erzeugt=timezone.now(),
            punkte=punkte,
            eingeladene=[Eingeladen(post.name, post.adresse)],
        ),
        benutzer=benutzer,
    )


# --- Parts ------------------------------------------------------------------------------------------------------------


def _uebernimm(sitzung: Sitzung, angaben: Sitzungsangaben) -> None:
    for feld in (*TERMIN, "einladungstext"):
        setattr(sitzung, feld, getattr(angaben, feld))


def _speichere(sitzung: Sitzung) -> None:
    sitzung.version += 1
    sitzung.save()


def _pruefe_tag(gremium: Gremium, tag: date) -> None:
    if not gremium.gilt_am(tag):
        raise ValidationError({"am": f"Am {tagesdatum(tag)} gibt es dieses Gremium nicht."})


def _setze_punkte(sitzung: Sitzung, punkte: Iterable[Punkt]) -> None:
    vorhanden = {punkt.uuid: punkt for punkt in sitzung.punkte.all()}
    for stelle, angabe in enumerate(punkte, start=1):
        punkt = vorhanden.pop(angabe.uuid, None) or Tagesordnungspunkt(sitzung=sitzung)
        if punkt.pk and (punkt.titel, punkt.reihenfolge) == (angabe.titel, stelle):
            continue
        punkt.titel, punkt.reihenfolge = angabe.titel, stelle
        punkt.save()
    if beschrieben := next((punkt for punkt in vorhanden.values() if punkt.text), None):
        raise ValidationError(
            f"Zu „{beschrieben.titel}“ steht schon ein Ergebnis im Protokoll. Der Punkt bleibt stehen."
        )
    for entfallen in vorhanden.values():
        entfallen.delete()
