"""Offers in every state: fresh, to be verified, expired, dormant, with proposals and rounds of asking."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256

from django.db import transaction

from berichte.services.beispieldaten.angebotstexte import VORLAGEN, Vorlage
from berichte.services.beispieldaten.rahmen import SAAT, Rahmen, Wuerfel
from konten.models import Linkschluessel
from netzwerk.models import Thema
from partner.models import (
    Aenderungsvorschlag,
    Anfrageposition,
    Angebot,
    Angebotsnutzung,
    Angebotspruefung,
    Angebotsschritt,
    Angebotszeit,
    Bestaetigungsanfrage,
    Kampagne,
    Netzwerkpartner,
    Sammlung,
    Sammlungsplatz,
    Vorschlagsfeld,
)
from partner.rules import Partnerstatus
from partner.rules.angebot import Angebotsstufe, Kostenart, Pruefweg
from partner.rules.angebotszeit import Rhythmus
from partner.rules.bestaetigung import Antwort, Kampagnenstatus, Vorschlagsart
from partner.services.bestaetigung import ANSCHREIBEN, ZWECK

FACHKRAEFTE = ("netzwerk-konz", "netzwerk-saarburg", "netzwerk-hermeskeil", "netzwerk-rst")
RAEUME = ("konz", "saarburg", "hermeskeil", "rst")
#: days since the last verification, in turn; None was never verified
GEPRUEFT_VOR = (30, 120, 400, 15, None, 290, 600, 75, 430, 200)
STUFEN = (
    *(Angebotsstufe.GEPFLEGT, Angebotsstufe.AKTIVIERT, Angebotsstufe.ERSCHLOSSEN, Angebotsstufe.GEPFLEGT),
    *(Angebotsstufe.ENTDECKT, Angebotsstufe.AKTIVIERT, Angebotsstufe.GEPFLEGT),
)
RUHT_JEDES = 12
WEGE = (Pruefweg.TELEFON, Pruefweg.ANBIETER, Pruefweg.FACHKRAFT)


@transaction.atomic
def lege_angebote_an(rahmen: Rahmen) -> int:
    """About 25 offers in the smallest size, one per two partners in the others; returns their number.

    Own dice: the rest of the example data stays as it was.
    """
    wuerfel = Wuerfel(SAAT + 7)
    runden = {"klein": 1, "kreis": 8}.get(rahmen.groesse.name, 40)
    anbieter = _anbieter(rahmen)
    paare = [
        (vorlage, RAEUME[(stelle + runde) % len(RAEUME)])
        for runde in range(runden)
        for stelle, vorlage in enumerate(VORLAGEN)
    ]
    angebote = []
    for nummer, (vorlage, raum) in enumerate(paare):
        if partner := anbieter.get((vorlage.kategorie, raum)) or anbieter.get((vorlage.kategorie, "")):
            wer = partner[(nummer // len(VORLAGEN)) % len(partner)]
            angebote.append((_angebot(rahmen, wuerfel, vorlage, wer, nummer), vorlage, raum))
    Angebot.objects.bulk_create([angebot for angebot, _, _ in angebote])
    _verbinde(rahmen, angebote)
    _schreibe_verlauf(rahmen, wuerfel, [angebot for angebot, _, _ in angebote])
    _sammle(rahmen, wuerfel, [angebot for angebot, _, _ in angebote])
    _frage(rahmen, wuerfel, [angebot for angebot, _, _ in angebote])
    _melde_fehler(rahmen, wuerfel, [angebot for angebot, _, _ in angebote])
    return len(angebote)


def _anbieter(rahmen: Rahmen) -> Mapping[tuple[str, str], list[Netzwerkpartner]]:
    """(category, Sozialraum) → active partners; ("…", "") holds those of all Sozialräume."""
    ergebnis: dict[tuple[str, str], list[Netzwerkpartner]] = {}
    aktive = Netzwerkpartner.objects.eigenstaendig().im_zustand(rahmen.stichtag, Partnerstatus.AKTIV)
    zeilen = aktive.order_by("pk").values_list(
        "pk", "kategoriezuordnungen__kategorie__kuerzel", "wirkungsbereiche__sozialraum__kuerzel"
    )
    partner = {eines.pk: eines for eines in aktive}
    for pk, kategorie, raum in zeilen:
        for ort in (raum, ""):
            liste = ergebnis.setdefault((kategorie, ort), [])
            if partner[pk] not in liste:
                liste.append(partner[pk])
    return ergebnis


def _angebot(rahmen: Rahmen, wuerfel: Wuerfel, vorlage: Vorlage, anbieter: Netzwerkpartner, nummer: int) -> Angebot:
    tage = GEPRUEFT_VOR[nummer % len(GEPRUEFT_VOR)]
    ruht = nummer % RUHT_JEDES == RUHT_JEDES - 1
    plaetze, frei, warteliste = vorlage.plaetze
    angebot = Angebot(
        uuid=wuerfel.schluessel(),
        art=vorlage.art,
        anbieter=anbieter,
        titel=vorlage.titel,
        kurztext=vorlage.kurztext,
        text=vorlage.text,
        alter_von=vorlage.alter[0],
        alter_bis=vorlage.alter[1],
        lebensphasen=vorlage.phasen,
        situationen=vorlage.lagen,
        geeignet_fuer=vorlage.geeignet,
        gegenleistung=vorlage.gegenleistung,
        ortsart=vorlage.ortsart,
        kostenart=vorlage.kosten if vorlage.kosten != Kostenart.KOSTENLOS or nummer % 3 else "",
        kosten_betrag=Decimal(vorlage.betrag) if vorlage.betrag else None,
        kosten_hinweis=vorlage.kostenhinweis,
        zugang=vorlage.zugang,
        zugang_hinweis=vorlage.zugangshinweis,
        plaetze=plaetze,
        plaetze_frei=frei,
        warteliste=warteliste,
        kapazitaet_am=rahmen.vor(20 + nummer % 60) if plaetze else None,
        sprachen=vorlage.sprachen,
        barrierefrei=vorlage.rollstuhl,
        zugaenglichkeit=vorlage.merkmale,
        gilt_bis=rahmen.vor(10) if nummer % 17 == 16 else None,
        stufe=Angebotsstufe.RUHEND if ruht else STUFEN[nummer % len(STUFEN)],
        stufe_seit=rahmen.vor(60 + nummer % 90),
        ist_oeffentlich=nummer % 6 != 4 and not ruht,
        geprueft_am=rahmen.vor(tage) if tage is not None else None,
        geprueft_weg=WEGE[nummer % len(WEGE)] if tage is not None else "",
    )
    angebot.veroeffentlicht_am = rahmen.vor(150) if angebot.ist_oeffentlich else None
    angebot.fuelle_suche()
    return angebot


def _verbinde(rahmen: Rahmen, angebote: list[tuple[Angebot, Vorlage, str]]) -> None:
    themen = {thema.name: thema.pk for thema in Thema.objects.all()}
    raeume, zeiten, verknuepfte = Angebot.sozialraeume.through, [], Thema.angebote.through
    raeume.objects.bulk_create(
        raeume(angebot_id=a.pk, sozialraum_id=rahmen.sozialraeume[raum].pk) for a, _, raum in angebote
    )
    verknuepfte.objects.bulk_create(
        verknuepfte(angebot_id=a.pk, thema_id=themen[name]) for a, vorlage, _ in angebote for name in vorlage.themen
    )
    for angebot, vorlage, _ in angebote:
        if vorlage.zeit:
            zeiten.append(_zeit(rahmen, angebot, vorlage.zeit))
    Angebotszeit.objects.bulk_create(zeiten)


def _zeit(
    rahmen: Rahmen, angebot: Angebot, zeit: tuple[str, int | None, int | None, time | None, time | None]
) -> Angebotszeit:
    rhythmus, wochentag, woche, von, bis = zeit
    ab = None
    if rhythmus == Rhythmus.EINMALIG:
        ab = rahmen.stichtag + timedelta(days=24)
    elif rhythmus == Rhythmus.ZWEIWOECHENTLICH:
        montag = rahmen.stichtag - timedelta(days=rahmen.stichtag.weekday())
        ab = montag + timedelta(days=wochentag or 0)
    return Angebotszeit(
        uuid=_schluessel(angebot, "zeit"),
        angebot=angebot,
        rhythmus=rhythmus,
        wochentag=wochentag,
        monatswoche=woche,
        von_uhr=von,
        bis_uhr=bis,
        ab=ab,
        nicht_in_ferien=rhythmus == Rhythmus.WOECHENTLICH,
    )


def _schluessel(angebot: Angebot, wort: str) -> str:
    return sha256(f"{angebot.uuid}{wort}".encode()).hexdigest()[:32]


def _schreibe_verlauf(rahmen: Rahmen, wuerfel: Wuerfel, angebote: list[Angebot]) -> None:
    """Stages up to the present one, verifications, and uses for cases of this and the last year."""
    schritte, pruefungen, nutzungen = [], [], []
    durch = rahmen.konten[FACHKRAEFTE[0]]
    for angebot in angebote:
        wege = [stufe for stufe in Angebotsstufe if stufe != Angebotsstufe.RUHEND]
        bisher = wege if angebot.ist_ruhend else wege[: wege.index(Angebotsstufe(angebot.stufe)) + 1]
        folge = [*bisher, Angebotsstufe.RUHEND] if angebot.ist_ruhend else bisher
        for abstand, stufe in enumerate(reversed(folge)):
            am = angebot.stufe_seit - timedelta(days=70 * abstand)
            schritte.append(
                Angebotsschritt(uuid=_schluessel(angebot, stufe), angebot=angebot, stufe=stufe, am=am, durch_id=durch)
            )
        if angebot.geprueft_am:
            pruefungen.append(_pruefung(angebot, durch))
        haeufig = 0 if angebot.stufe == Angebotsstufe.ENTDECKT else wuerfel.randrange(6)
        nutzungen += [
            Angebotsnutzung(uuid=wuerfel.schluessel(), angebot=angebot, jahr=rahmen.stichtag.year - zurueck)
            for zurueck in (0, 1)
            for _ in range(haeufig)
        ]
    Angebotsschritt.objects.bulk_create(schritte)
    Angebotspruefung.objects.bulk_create(pruefungen)
    Angebotsnutzung.objects.bulk_create(nutzungen)


def _pruefung(angebot: Angebot, durch: int) -> Angebotspruefung:
    return Angebotspruefung(
        uuid=_schluessel(angebot, "pruefung"),
        angebot=angebot,
        am=angebot.geprueft_am,
        weg=angebot.geprueft_weg,
        wer="Leitung der Einrichtung" if angebot.geprueft_weg == Pruefweg.TELEFON else "",
        durch_id=None if angebot.geprueft_weg == Pruefweg.ANBIETER else durch,
    )


def _sammle(rahmen: Rahmen, wuerfel: Wuerfel, angebote: list[Angebot]) -> None:
    """Two collections: one of a Sozialraum, one of the Landkreis."""
    plan = (
        (
            "Rund um die Geburt",
            "Was Familien in den ersten Monaten hilft. Für die Mappe des Babybesuchs.",
            None,
            "baby",
        ),
        (
            "Nachmittage in der Grundschulzeit",
            "Orte, an denen Kinder nach der Schule gut aufgehoben sind.",
            "konz",
            "grundschule",
        ),
    )
    for titel, zweck, raum, phase in plan:
        sammlung = Sammlung(
            uuid=wuerfel.schluessel(),
            titel=titel,
            zweck=zweck,
            sozialraum=rahmen.sozialraeume[raum] if raum else None,
            erstellt_von_id=rahmen.konten["netzwerk-konz" if raum else "leitstelle"],
        )
        Sammlung.objects.bulk_create([sammlung])
        passende = [a for a in angebote if phase in a.lebensphasen and not a.ist_ruhend][:5]
        Sammlungsplatz.objects.bulk_create(
            Sammlungsplatz(sammlung=sammlung, angebot=angebot, reihenfolge=stelle)
            for stelle, angebot in enumerate(passende, start=1)
        )


def _frage(rahmen: Rahmen, wuerfel: Wuerfel, angebote: list[Angebot]) -> None:
    """A draft, a running round with every kind of answer, an ended one; two proposals wait for a decision."""
    plan = ((Kampagnenstatus.ENTWURF, 3), (Kampagnenstatus.LAEUFT, 12), (Kampagnenstatus.BEENDET, 90))
    for stelle, (zustand, tage) in enumerate(plan):
        teil = [a for a in angebote if a.anbieter.email][stelle * 6 : stelle * 6 + 6]
        begonnen = _uhr(rahmen.vor(tage))
        kampagne = Kampagne(
            uuid=wuerfel.schluessel(),
            titel=("Frühjahrsprüfung", "Angebote ohne Prüfung", "Rundfrage vor dem Familienwegweiser")[stelle],
            anschreiben=ANSCHREIBEN,
            zustand=zustand,
            gestartet_am=None if zustand == Kampagnenstatus.ENTWURF else begonnen,
            beendet_am=_uhr(rahmen.vor(40)) if zustand == Kampagnenstatus.BEENDET else None,
            erstellt_von_id=rahmen.konten["leitstelle"],
        )
        Kampagne.objects.bulk_create([kampagne])
        verbindung = Kampagne.angebote.through
        verbindung.objects.bulk_create(verbindung(kampagne_id=kampagne.pk, angebot_id=a.pk) for a in teil)
        if zustand != Kampagnenstatus.ENTWURF:
            _schreibe_anfragen(rahmen, wuerfel, kampagne, teil, begonnen)


def _schreibe_anfragen(
    rahmen: Rahmen, wuerfel: Wuerfel, kampagne: Kampagne, angebote: list[Angebot], begonnen: datetime
) -> None:
    antworten = (Antwort.STIMMT, Antwort.AENDERUNG, "", Antwort.ENTFALLEN, Antwort.STIMMT, "")
    je_anbieter: dict[int, list[Angebot]] = {}
    for angebot in angebote:
        je_anbieter.setdefault(angebot.anbieter_id, []).append(angebot)
    nummer = 0
    for seine in je_anbieter.values():
        anfrage = Bestaetigungsanfrage(
            uuid=wuerfel.schluessel(),
            kampagne=kampagne,
            partner=seine[0].anbieter,
            empfaenger=seine[0].anbieter.email,
            gilt_bis=begonnen + timedelta(days=kampagne.frist_tage),
            versandt_am=begonnen,
        )
        Bestaetigungsanfrage.objects.bulk_create([anfrage])
        gegeben = [antworten[(nummer + stelle) % len(antworten)] for stelle in range(len(seine))]
        nummer += len(seine)
        am = begonnen + timedelta(days=4)
        for angebot, antwort in zip(seine, gegeben, strict=True):
            position = Anfrageposition(
                anfrage=anfrage, angebot=angebot, antwort=antwort, beantwortet_am=am if antwort else None
            )
            Anfrageposition.objects.bulk_create([position])
            if antwort in (Antwort.AENDERUNG, Antwort.ENTFALLEN):
                _schlage_vor(rahmen, wuerfel, position, am, erledigt=kampagne.zustand == Kampagnenstatus.BEENDET)
        if all(gegeben):
            Bestaetigungsanfrage.objects.filter(pk=anfrage.pk).update(beantwortet_am=am)
        elif kampagne.beendet_am:
            Bestaetigungsanfrage.objects.filter(pk=anfrage.pk).update(zurueckgezogen_am=kampagne.beendet_am)
        Linkschluessel.objects.bulk_create(
            [
                Linkschluessel(
                    uuid=wuerfel.schluessel(),
                    zweck=ZWECK,
                    gegenstand=anfrage.uuid,
                    abdruck=sha256(anfrage.uuid.bytes).hexdigest(),
                    gueltig_bis=anfrage.gilt_bis,
                )
            ]
        )


def _schlage_vor(rahmen: Rahmen, wuerfel: Wuerfel, position: Anfrageposition, am: datetime, *, erledigt: bool) -> None:
    vorschlag = Aenderungsvorschlag(
        uuid=wuerfel.schluessel(),
        angebot=position.angebot,
        position=position,
        antwort=position.antwort,
        von_name="Leitung",
        bemerkung="Das Angebot ist zum Sommer ausgelaufen." if position.antwort == Antwort.ENTFALLEN else "",
        eingegangen_am=am,
        erledigt_am=am + timedelta(days=2) if erledigt else None,
        erledigt_von_id=rahmen.konten["leitstelle"] if erledigt else None,
    )
    Aenderungsvorschlag.objects.bulk_create([vorschlag])
    if position.antwort != Antwort.AENDERUNG:
        return
    angebot = position.angebot
    neu = (
        ("telefon", angebot.telefon, "06501 99 00 12"),
        ("kurztext", angebot.kurztext, f"{angebot.kurztext} Jetzt auch in den Ferien."),
    )
    Vorschlagsfeld.objects.bulk_create(
        Vorschlagsfeld(
            vorschlag=vorschlag, feld=feld, alt=alt, neu=wert, entscheidung="uebernommen" if erledigt else ""
        )
        for feld, alt, wert in neu
    )


def _melde_fehler(rahmen: Rahmen, wuerfel: Wuerfel, angebote: list[Angebot]) -> None:
    """Hints of families about the first published offers."""
    texte = ("Unter der Telefonnummer meldet sich niemand.", "Der Treff beginnt jetzt erst um 15 Uhr.")
    oeffentliche = [angebot for angebot in angebote if angebot.ist_oeffentlich]
    Aenderungsvorschlag.objects.bulk_create(
        Aenderungsvorschlag(
            uuid=wuerfel.schluessel(),
            angebot=angebot,
            antwort=Vorschlagsart.MELDUNG,
            bemerkung=text,
            eingegangen_am=_uhr(rahmen.vor(tage)),
        )
        for tage, (angebot, text) in enumerate(zip(oeffentliche, texte, strict=False), start=2)
    )


def _uhr(tag: date) -> datetime:
    return datetime.combine(tag, time(9, tzinfo=UTC))
