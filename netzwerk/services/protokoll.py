"""Minutes: attendance, results, decisions; a meeting that was held is one contact of everybody who came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction

from konten.models import Benutzer
from netzwerk.models import Beschluss, Sitzung, Teilnahme, Wiedervorlage
from netzwerk.rules import Bezug, Ergebnis, Kontaktart
from netzwerk.rules.gremium import Anwesenheit, Sitzungsstatus, dauer_minuten, warum_nicht_abschliessbar
from netzwerk.selectors.sitzung import paare_der_sitzung
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from netzwerk.services.kontakt import aendere as aendere_kontakt
from netzwerk.services.kontakt import loesche as loesche_kontakt
from netzwerk.services.sitzung import gesperrt
from netzwerk.services.zaehlung import zaehle_neu

SCHRITTLAENGE = Wiedervorlage._meta.get_field("was").max_length


@dataclass(frozen=True, slots=True)
class Beschlussangabe:
    """A decision; with account and day it becomes a Wiedervorlage. Without uuid it is new.

    `gezeigt` is the account and the day that the form had shown: who left them alone does not undo what became of
    the step elsewhere.
    """

    text: str
    uuid: UUID | None = None
    zustaendig_text: str = ""
    benutzer_id: int | None = None
    am: date | None = None
    gezeigt: tuple[int | None, date | None] | None = None

    @property
    def laesst_schritt(self) -> bool:
        return self.gezeigt == (self.benutzer_id, self.am)


@dataclass(frozen=True, slots=True)
class Protokollangaben:
    """What the form of the minutes says; ids are checked against the scope before."""

    anwesenheit: Mapping[int, str] = field(default_factory=dict)
    gaeste: frozenset[int] = frozenset()
    ergebnisse: Mapping[UUID, str] = field(default_factory=dict)
    protokoll: str = ""
    beschluesse: tuple[Beschlussangabe, ...] = ()


@transaction.atomic
def halte_fest(*, sitzung_id: int, version: int, benutzer: Benutzer, angaben: Protokollangaben) -> Sitzung:
    """Stores the minutes; of a held meeting the contact follows the attendance at once (K02, K06).

    Raises ZwischenzeitlichGeaendert, also when a step of a decision was changed elsewhere and differently here, and
    ValidationError for a cancelled meeting.
    """
    sitzung = gesperrt(sitzung_id, version)
    if sitzung.zustand == Sitzungsstatus.ABGESAGT:
        raise ValidationError("Die Sitzung ist abgesagt. Ein Protokoll gibt es dazu nicht.")
    sitzung.protokoll = angaben.protokoll
    sitzung.version += 1
    sitzung.save()
    _setze_anwesenheit(sitzung, angaben)
    _setze_ergebnisse(sitzung, angaben.ergebnisse)
    _setze_beschluesse(sitzung, angaben.beschluesse)
    if sitzung.zustand == Sitzungsstatus.GEHALTEN:
        _uebertrage(sitzung, benutzer)
    elif sitzung.kontakt_id:
        zaehle_neu(kontakt_ids=[sitzung.kontakt_id])
    return sitzung


@transaction.atomic
def schliesse_ab(*, sitzung_id: int, version: int, benutzer: Benutzer, heute: date) -> Sitzung:
    """Marks the meeting as held and writes its one contact (K02, K06, K09). Doing it again changes nothing.

    Raises ZwischenzeitlichGeaendert, and ValidationError before its day, when it is cancelled, or when nobody came.
    """
    sitzung = gesperrt(sitzung_id, version)
    if sitzung.zustand == Sitzungsstatus.GEHALTEN:
        return sitzung
    if grund := warum_nicht_abschliessbar(sitzung.zustand, sitzung.am, heute):
        raise ValidationError(grund)
    if not sitzung.teilnahmen.filter(anwesenheit=Anwesenheit.ANWESEND).exists():
        raise ValidationError("Bitte halten Sie zuerst fest, wer anwesend war.")
    sitzung.zustand = Sitzungsstatus.GEHALTEN
    sitzung.version += 1
    sitzung.save()
    _uebertrage(sitzung, benutzer)
    return sitzung


@transaction.atomic
def oeffne(*, sitzung_id: int, version: int) -> Sitzung:
    """Opens a held meeting again, to move or correct it. Its contact stays until it is closed anew or called off.

    Raises ZwischenzeitlichGeaendert, and ValidationError when it is not held.
    """
    sitzung = gesperrt(sitzung_id, version)
    if sitzung.zustand != Sitzungsstatus.GEHALTEN:
        raise ValidationError("Diese Sitzung ist nicht abgeschlossen.")
    sitzung.zustand = Sitzungsstatus.EINGELADEN if sitzung.einladung_folge else Sitzungsstatus.GEPLANT
    sitzung.version += 1
    sitzung.save()
    return sitzung


def _uebertrage(sitzung: Sitzung, benutzer: Benutzer) -> None:
    """Writes the contact of a held meeting so that it tells what the attendance tells; none when no partner came."""
    kontakt = sitzung.kontakt
    autor = kontakt.erfasst_von_id if kontakt else benutzer.pk
    paare = paare_der_sitzung(sitzung, autor)
    if not paare:
        if kontakt:
            sitzung.kontakt = None
            sitzung.save(update_fields=["kontakt"])
            loesche_kontakt(kontakt=kontakt)
        return
    angaben = _kontaktangaben(sitzung, sorted(paare))
    if kontakt:
        aendere_kontakt(kontakt_id=kontakt.pk, version=kontakt.version, benutzer=benutzer, angaben=angaben)
    else:
        schluessel = uuid5(sitzung.uuid, f"kontakt-{sitzung.version}")
        sitzung.kontakt, _ = erfasse(benutzer=benutzer, uuid=schluessel, angaben=angaben)
        sitzung.save(update_fields=["kontakt"])
    # Only now the database knows whose meeting the contact is: the Netzwerkfachkräfte who were there count.
    zaehle_neu(kontakt_ids=[sitzung.kontakt_id])


def _kontaktangaben(sitzung: Sitzung, paare: Iterable[tuple[int, int]]) -> Kontaktangaben:
    anwesend = sitzung.teilnahmen.filter(anwesenheit=Anwesenheit.ANWESEND, mitglied__funktion__isnull=False)
    return Kontaktangaben(
        art=Kontaktart.GREMIUM,
        am=sitzung.am,
        bezug=Bezug.UEBERGREIFEND,
        beteiligte=tuple(Beteiligter(partner, raum, Ergebnis.ERREICHT) for partner, raum in paare),
        inhalt=f"Sitzung: {sitzung.gremium.name}",
        dauer_minuten=dauer_minuten(sitzung.beginn, sitzung.ende),
        themen=frozenset(sitzung.gremium.themen.values_list("pk", flat=True)),
        personen=frozenset(anwesend.values_list("mitglied__funktion", flat=True)),
    )


def _setze_anwesenheit(sitzung: Sitzung, angaben: Protokollangaben) -> None:
    soll = {("mitglied_id", pk): wert for pk, wert in angaben.anwesenheit.items() if wert}
    soll |= {("gast_id", pk): Anwesenheit.ANWESEND for pk in angaben.gaeste}
    vorhanden = {
        ("mitglied_id", zeile.mitglied_id) if zeile.mitglied_id else ("gast_id", zeile.gast_id): zeile
        for zeile in sitzung.teilnahmen.all()
    }
    for (feld, pk), wert in soll.items():
        zeile = vorhanden.pop((feld, pk), None) or Teilnahme(sitzung=sitzung, **{feld: pk})
        if zeile.anwesenheit != wert:
            zeile.anwesenheit = wert
            zeile.save()
    for entfallen in vorhanden.values():
        entfallen.delete()


def _setze_ergebnisse(sitzung: Sitzung, ergebnisse: Mapping[UUID, str]) -> None:
    for punkt in sitzung.punkte.filter(uuid__in=ergebnisse):
        if punkt.text != ergebnisse[punkt.uuid]:
            punkt.text = ergebnisse[punkt.uuid]
            punkt.save(update_fields=["text", "geaendert_am"])


def _setze_beschluesse(sitzung: Sitzung, angaben: Iterable[Beschlussangabe]) -> None:
    vorhanden = {beschluss.uuid: beschluss for beschluss in sitzung.beschluesse.select_related("wiedervorlage")}
    for angabe in angaben:
        beschluss = vorhanden.pop(angabe.uuid, None) or Beschluss(sitzung=sitzung)
        if not beschluss.pk:
            angabe = replace(angabe, gezeigt=None)
        neuer_text = beschluss.text != angabe.text
        if (beschluss.text, beschluss.zustaendig_text) != (angabe.text, angabe.zustaendig_text) or not beschluss.pk:
            beschluss.text, beschluss.zustaendig_text = angabe.text, angabe.zustaendig_text
            beschluss.save()
        _setze_wiedervorlage(sitzung, beschluss, angabe, neuer_text)
    for entfallen in vorhanden.values():
        entfallen.delete()


def _setze_wiedervorlage(sitzung: Sitzung, beschluss: Beschluss, angabe: Beschlussangabe, neuer_text: bool) -> None:
    """Whoever does it may have put the step in her own words: they stay until the decision says something else."""
    schritt = Wiedervorlage.objects.select_for_update(of=("self",)).filter(beschluss=beschluss).first()
    wer_und_wann = (schritt.benutzer_id, schritt.am) if schritt else (None, None)
    soll = wer_und_wann if angabe.laesst_schritt else (angabe.benutzer_id, angabe.am)
    if angabe.gezeigt not in (None, wer_und_wann) and soll != wer_und_wann:
        raise ZwischenzeitlichGeaendert(sitzung.version)
    if not all(soll):
        if schritt:
            schritt.delete()
        return
    was = beschluss.text[:SCHRITTLAENGE] if neuer_text or schritt is None else schritt.was
    if schritt is None:
        schritt = Wiedervorlage(beschluss=beschluss, sozialraum_id=sitzung.gremium.sozialraum_id, version=0)
    if (schritt.was, schritt.benutzer_id, schritt.am) != (was, *soll):
        schritt.was, (schritt.benutzer_id, schritt.am) = was, soll
        schritt.version += 1
        schritt.save()
