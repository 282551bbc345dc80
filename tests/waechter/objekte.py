"""One record of every kind in Konz and one in Saarburg: what rights are asked about."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db.models import Model
from django.utils import timezone

from finanzen.models import (
    Buchungslauf,
    Budgetregel,
    Finanzvolumen,
    Jahresabschluss,
    Kostensatz,
    Projekt,
    Verwendungsnachweis,
)
from finanzen.rules.jahresstand import Jahresstand, als_daten, pruefsumme
from finanzen.services.ausgabe import buche
from konten.models import Parameter
from konten.rules import Rolle
from konten.services.datei import pruefe, stelle_bereit
from konten.services.versand import stelle_ein
from netzwerk.models import (
    Abonnement,
    Abweichungsbegruendung,
    Bedarfsmeldung,
    Einsatz,
    Entscheidungsbefugnis,
    Gremienmitglied,
    Gremium,
    Leitungsfachkraft,
    Mitteilung,
    Mitteilungsanhang,
    Netzwerkfachkraft,
    Qualifikationsnachweis,
    Sitzung,
    Steckbrief,
    Stellenausnahme,
    Thema,
    Uebergabe,
    Unterbrechung,
    Wiedervorlage,
)
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.fachkraft import Nachweisart
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from netzwerk.services.lotsen import Lotsenangaben, Ziel, leite_weiter, stelle
from netzwerk.services.nachweis import reiche_ein
from partner.models import (
    Aussenstelle,
    Dublettenpaar,
    Einwilligung,
    Funktionsadresse,
    Importlauf,
    Importvorlage,
    Intervall,
    Kategorieausnahme,
    Kategoriepflicht,
    Kategoriezuordnung,
    Netzwerkpartner,
    Neuzuschnitt,
    Partnerkategorie,
    Schliesszeit,
    Stellenwechsel,
    Vereinbarung,
    Wirkungsbereich,
    Zusammenfuehrung,
)
from partner.rules.zusammenfuehren import FELDER, Wahl
from partner.services.dubletten import stelle_gegenueber
from partner.services.vereinbarung import haenge_an
from partner.services.zusammenfuehren import fuehre_zusammen
from sozialraum.models import Besonderheit, Gemeinde, Sozialraumzentrum, Traeger, Traegerschaft, Zustaendigkeit
from tests.finanzen.ausgaben import antrag, buchung
from tests.konten.dateien import datei
from tests.waechter.adressen import Schulferien, Vertretung
from tests.waechter.angebote import angebot_mit_allem
from tests.welt import ANFANG, Welt, baue_welt, neue_ansprechperson, neuer_partner

ORTE = {"konz": "netzwerk_konz", "saarburg": "netzwerk_saarburg"}
#: base data that belongs to no Sozialraum is entered under this place
UEBERALL = "konz"


@dataclass(slots=True)
class Objekte:
    """`objekte[Kontakt, "saarburg"]` is the contact of Saarburg."""

    welt: Welt
    satz: dict[tuple[type[Model], str], Model] = field(default_factory=dict)

    def __getitem__(self, schluessel: tuple[type[Model], str]) -> Model:
        return self.satz[schluessel]

    def merke(self, ort: str, *objekte: Model) -> None:
        self.satz |= {(type(objekt), ort): objekt for objekt in objekte}


def baue_welt_mit_objekten() -> Objekte:
    objekte = Objekte(baue_welt())
    for ort, fachkraft in ORTE.items():
        _netzwerk(objekte, ort, fachkraft)
        _gebiet(objekte, ort)
        _einsaetze(objekte, ort, fachkraft)
        _finanzen(objekte, ort)
        _projekte(objekte, ort, fachkraft)
        _ausgaben(objekte, ort)
        _jahresende(objekte, ort, fachkraft)
    _stammdaten(objekte)
    _schliesszeiten(objekte)
    _dubletten(objekte)
    _neuzuschnitt(objekte)
    return objekte


def _schliesszeiten(objekte: Objekte) -> None:
    """Closed days of a partner in each place, and school holidays, which belong to nobody."""
    tage = {"von": date(2026, 7, 1), "bis": date(2026, 8, 7)}
    for ort in ORTE:
        partner = objekte[Netzwerkpartner, ort]
        objekte.merke(ort, Schliesszeit.objects.create(partner=partner, bezeichnung="Betriebsferien", **tage))
    objekte.satz[Schulferien, UEBERALL] = Schliesszeit.objects.create(bezeichnung="Sommerferien", **tage)


def _dubletten(objekte: Objekte) -> None:
    """A pair that looks alike, and a merge; whoever may merge may do so everywhere."""
    welt = objekte.welt
    eine, andere, doppelte = (
        neuer_partner(welt, f"Hort Beispielwiese {zeichen}", sozialraum=None) for zeichen in "ABC"
    )
    objekte.satz[Dublettenpaar, UEBERALL] = stelle_gegenueber(eines=eine, anderes=andere)
    objekte.satz[Zusammenfuehrung, UEBERALL] = fuehre_zusammen(
        bleibt=eine,
        weicht=doppelte,
        wahl={feld.name: Wahl.BLEIBT for feld in FELDER},
        versionen=(eine.version, doppelte.version),
        durch=welt.personen["leitstelle"],
    )


def _netzwerk(objekte: Objekte, ort: str, name: str) -> None:
    welt, benutzer = objekte.welt, objekte.welt.personen[name]
    partner = neuer_partner(welt, f"Kita {ort.title()}bach", sozialraum=ort)
    funktion = neue_ansprechperson(partner, f"Muster-{ort.title()}", email=f"{ort}@example.org")
    stelle_bereit(benutzer=benutzer, formular=partner.uuid, datei=datei())
    kontakt, _ = erfasse(
        benutzer=benutzer,
        uuid=partner.uuid,
        angaben=Kontaktangaben(
            art="telefonat",
            am=timezone.localdate() - timedelta(days=3),
            bezug="uebergreifend",
            beteiligte=(Beteiligter(partner.pk, welt.sozialraeume[ort].pk, "erreicht"),),
            inhalt="Sprechstunde verabredet",
            schritt="Termin abstimmen",
            schritt_am=timezone.localdate(),
        ),
    )
    lauf = Importlauf.objects.create(
        benutzer=benutzer, dateiname=f"{ort}.csv", pruefsumme="0" * 64, kodierung="utf-8", trennzeichen=";"
    )
    vorlage = Importvorlage.objects.create(art="partner", name=ort, fingerabdruck="0" * 64, benutzer=benutzer)
    bedarf = Bedarfsmeldung.objects.create(
        sozialraum=welt.sozialraeume[ort],
        thema=Thema.objects.get_or_create(name="Freizeit")[0],
        altersgruppe="alle",
        titel="Kein Treff am Nachmittag",
        text="Nach der Schule fehlt ein offenes Angebot.",
        am=timezone.localdate(),
        gemeldet_von=benutzer,
    )
    objekte.merke(
        ort, vorlage, bedarf, partner, funktion, kontakt, Wiedervorlage.objects.get(kontakt=kontakt), lauf,
        Wirkungsbereich.objects.get(partner=partner), kontakt.anhaenge.get(),
    )  # fmt: skip
    _gremium(objekte, ort, name, partner)
    _vereinbarung(objekte, ort, name, partner)
    _lotsenanfrage(objekte, ort, name, partner)
    objekte.merke(ort, *angebot_mit_allem(partner, welt.sozialraeume[ort], benutzer))
    _mitteilung(objekte, ort, name)
    _personen(objekte, ort, partner, funktion)


def _personen(objekte: Objekte, ort: str, partner: Netzwerkpartner, funktion: Model) -> None:
    """Around a partner and its contact person: another place, a function address, a consent, a change of post."""
    person, seit = funktion.person, {"partner": partner, "von": ANFANG}
    objekte.merke(
        ort,
        person,
        Kategoriezuordnung.objects.get(partner=partner),
        Aussenstelle.objects.create(bezeichnung="Außenstelle", ort=ort.title(), **seit),
        Funktionsadresse.objects.create(bezeichnung="Sekretariat", telefon="06501 1", **seit),
        Einwilligung.objects.create(person=person, erteilt_am=ANFANG, zweck="Absprachen", telefon="0171 1"),
        Stellenwechsel.objects.create(alte=funktion),
    )


def _gremium(objekte: Objekte, ort: str, name: str, partner: Model) -> None:
    """A Gremium with one member and a meeting that took place yesterday but is not closed."""
    gremium = Gremium.objects.create(
        name=f"Runde {ort.title()}", ebene="handlung", sozialraum=objekte.welt.sozialraeume[ort], von=ANFANG
    )
    sitzung = Sitzung.objects.create(
        gremium=gremium, am=timezone.localdate() - timedelta(days=1), erfasst_von=objekte.welt.personen[name]
    )
    objekte.merke(ort, gremium, Gremienmitglied.objects.create(gremium=gremium, partner=partner, von=ANFANG), sitzung)


def _vereinbarung(objekte: Objekte, ort: str, name: str, partner: Model) -> None:
    """An agreement of this place with its signed paper."""
    vereinbarung = Vereinbarung.objects.create(titel=f"Absprache {ort.title()}", art="kooperation", von=ANFANG)
    vereinbarung.partner.add(partner)
    vereinbarung.sozialraeume.add(objekte.welt.sozialraeume[ort])
    papier = haenge_an(vereinbarung=vereinbarung, datei=datei(), benutzer=objekte.welt.personen[name])
    objekte.merke(ort, vereinbarung, papier)


def _mitteilung(objekte: Objekte, ort: str, name: str) -> None:
    """A draft of the Netzwerkfachkraft for the team of this place, with a file."""
    mitteilung = Mitteilung.objects.create(
        titel=f"Neues aus {ort.title()}",
        text="Wir treffen uns im Mai.",
        richtung="innen",
        an_team=True,
        erfasst_von=objekte.welt.personen[name],
    )
    mitteilung.sozialraeume.add(objekte.welt.sozialraeume[ort])
    anhang = Mitteilungsanhang(mitteilung=mitteilung, name="plan.pdf", typ="application/pdf", groesse=8)
    anhang.datei.save("plan.pdf", datei(), save=True)
    objekte.merke(ort, mitteilung, anhang)


def _lotsenanfrage(objekte: Objekte, ort: str, name: str, partner: Model) -> None:
    """An open request, and the provider that was asked by mail."""
    benutzer, heute = objekte.welt.person(name), timezone.localdate()
    angaben = Lotsenangaben(
        sozialraum_id=objekte.welt.sozialraeume[ort].pk,
        titel="Krabbelgruppe",
        text="Gesucht wird ein Platz.",
        altersgruppe="0_3",
        themen=[Thema.objects.get_or_create(name="Freizeit")[0].pk],
    )
    anfrage, _ = stelle(benutzer=benutzer, uuid=uuid4(), angaben=angaben, weg="konto", heute=heute)
    ziel = Ziel(partner, None, f"anbieter-{ort}@example.org")
    [frage] = leite_weiter(anfrage_id=anfrage.pk, ziele=[ziel], durch=benutzer, heute=heute)
    anfrage.refresh_from_db()
    anfrage.zustaendig = None
    anfrage.save()
    objekte.merke(ort, anfrage, frage)


def _gebiet(objekte: Objekte, ort: str) -> None:
    welt = objekte.welt
    raum = welt.sozialraeume[ort]
    objekte.merke(
        ort,
        raum,
        Gemeinde.objects.get(name=ort.title()),
        Sozialraumzentrum.objects.create(sozialraum=raum, name=f"Haus {raum.name}", ort=raum.name, von=ANFANG),
        Kategorieausnahme.objects.create(
            sozialraum=raum, kategorie=welt.kategorien["polizei"], begruendung="Gehört zum Nachbarraum.", von=ANFANG
        ),
        Traegerschaft.objects.get(sozialraum=raum, ist_steuerungsverantwortlich=True),
        Besonderheit.objects.create(
            sozialraum=raum,
            art="zuzug",
            titel="Zuzug",
            quelle="Statistik",
            von=ANFANG,
            wieder_ansehen_am=timezone.localdate(),
        ),
    )


def _neuzuschnitt(objekte: Objekte) -> None:
    """A draft with one move."""
    welt = objekte.welt
    akte = Neuzuschnitt.objects.create(name="Konz zu Saarburg", von=timezone.localdate(), quelle="Beschluss")
    akte.wechsel.create(gemeinde=welt.gemeinden["Konz"], ziel=welt.saarburg)
    objekte.satz[Neuzuschnitt, UEBERALL] = akte


def _einsaetze(objekte: Objekte, ort: str, name: str) -> None:
    """A proposed Einsatz beside the confirmed one of the world: the one that is still to be decided."""
    fachkraft = objekte.welt.personen[name].netzwerkfachkraft
    einsatz = Einsatz.objects.create(
        fachkraft=fachkraft,
        sozialraum=objekte.welt.sozialraeume[ort],
        traeger=fachkraft.traeger,
        vzae=Decimal("0.1"),
        von=date(timezone.localdate().year + 1, 1, 1),
        zustand=Einsatzstatus.VORGESCHLAGEN,
    )
    ausnahme = Stellenausnahme.objects.create(
        sozialraum=einsatz.sozialraum, von=ANFANG, bis=ANFANG, begruendung="Nachbesetzung läuft"
    )
    unterbrechung = Unterbrechung.objects.create(einsatz=einsatz, von=einsatz.von, bis=einsatz.von)
    objekte.merke(ort, Steckbrief.objects.create(fachkraft=fachkraft, ist_veroeffentlicht=True))
    objekte.merke(ort, fachkraft, einsatz, ausnahme, unterbrechung)
    bestaetigter = fachkraft.einsaetze.get(zustand=Einsatzstatus.BESTAETIGT)
    objekte.merke(ort, Uebergabe.objects.create(einsatz=bestaetigter, anlass="weggang", am=timezone.localdate()))
    objekte.satz[Vertretung, ort] = Zustaendigkeit.objects.create(
        benutzer=objekte.welt.personen["ohne_rolle"],
        rolle=Rolle.NETZWERK,
        vertritt=fachkraft.benutzer,
        von=date(timezone.localdate().year + 1, 1, 1),
        bis=date(timezone.localdate().year + 1, 1, 31),
    )
    _qualifikation(objekte, ort, fachkraft)


def _qualifikation(objekte: Objekte, ort: str, fachkraft: Netzwerkfachkraft) -> None:
    """Evidence that waits, with its file; a Leitungsfachkraft, a power and a reason that hold today."""
    nachweis = Qualifikationsnachweis(
        fachkraft=fachkraft,
        art=Nachweisart.GRUND,
        bezeichnung="Bachelor Soziale Arbeit",
        anbieter="Hochschule Beispielstadt",
        am=ANFANG,
    )
    hochgeladen = datei("bachelor.pdf")
    reiche_ein(nachweis=nachweis, durch=fachkraft.benutzer, datei=hochgeladen, geprueft=pruefe(hochgeladen))
    objekte.merke(
        ort,
        nachweis,
        Leitungsfachkraft.objects.create(
            traeger=fachkraft.traeger, vorname="Lou", nachname=f"Muster-{ort.title()}", von=ANFANG
        ),
        Entscheidungsbefugnis.objects.create(
            fachkraft=fachkraft, umfang="Ausgaben bis 300 €", erteilt_von="Lou Muster, Leitung", von=ANFANG
        ),
        Abweichungsbegruendung.objects.create(
            anforderung="K18",
            fachkraft=fachkraft,
            sozialraum=objekte.welt.sozialraeume[ort],
            grund="Die Stelle der Leitung ist ausgeschrieben.",
            von=ANFANG,
        ),
    )


def _finanzen(objekte: Objekte, ort: str) -> None:
    """A volume that somebody has entered and nobody confirmed."""
    raum = objekte.welt.sozialraeume[ort]
    volumen = Finanzvolumen.objects.create(sozialraum=raum, jahr=2026, gesamt=Decimal(1000), davon_asd=Decimal(0))
    objekte.merke(ort, volumen)


def _ausgaben(objekte: Objekte, ort: str) -> None:
    """A booking with receipt, a list in preview and a filed application of the Träger that leads there."""
    welt, raum = objekte.welt, objekte.welt.sozialraeume[ort]
    name, person = {"konz": ("beispieltal", "leitung_konz"), "saarburg": ("musterhof", "leitung_fremd")}[ort]
    felder = {"sozialraum": raum, "traeger": welt.traeger[name], "jahr": 2026}
    leitung, schluessel = welt.person(person), uuid4()
    stelle_bereit(benutzer=leitung, formular=schluessel, datei=datei())
    stelle = {"sozialraum_id": raum.pk, "traeger_id": welt.traeger[name].pk}
    ausgabe, _ = buche(benutzer=leitung, uuid=schluessel, angaben=buchung(welt, **stelle))
    lauf = Buchungslauf.objects.create(
        dateiname=f"{ort}.csv",
        zuordnung={"kopf": ["Datum", "Betrag"], "ist_mappe": False, "spalten": {"Datum": "datum", "Betrag": "betrag"}},
        zeilen=[[2, ["05.03.2026", "1,00"]]],
        **felder,
    )
    objekte.merke(ort, ausgabe, lauf, antrag(welt, None, zustand="beantragt", **felder))


def _projekte(objekte: Objekte, ort: str, name: str) -> None:
    """An idea of the Netzwerkfachkraft for her Träger."""
    benutzer = objekte.welt.personen[name]
    projekt = Projekt.objects.create(
        titel="Bewegte Pause",
        sozialraum=objekte.welt.sozialraeume[ort],
        traeger=benutzer.netzwerkfachkraft.traeger,
        ziel="Kinder bewegen sich.",
        zielgruppe="Kinder der Grundschule",
        von=date(2026, 3, 1),
        budget=Decimal("1000.00"),
        erfasst_von=benutzer,
    )
    objekte.merke(ort, projekt)


def _jahresende(objekte: Objekte, ort: str, name: str) -> None:
    """A year that was closed without any money, and a proof of use that was begun."""
    raum, traeger = objekte.welt.sozialraeume[ort], objekte.welt.personen[name].netzwerkfachkraft.traeger
    jetzt = timezone.now().replace(microsecond=0)
    daten = als_daten(Jahresstand(2020, raum.kuerzel, raum.name, None, ())) | {
        "offene_punkte": [],
        "programmversion": "0",
        "geschlossen_am": jetzt.isoformat(),
    }
    abschluss = Jahresabschluss.objects.create(
        sozialraum=raum,
        jahr=2020,
        daten=daten,
        pruefsumme=pruefsumme(daten),
        programmversion="0",
        geschlossen_am=jetzt,
    )
    objekte.merke(ort, abschluss, Verwendungsnachweis.objects.create(sozialraum=raum, jahr=2026, traeger=traeger))


def _stammdaten(objekte: Objekte) -> None:
    welt = objekte.welt
    objekte.merke(
        UEBERALL,
        welt.personen["team_konz"],
        Zustaendigkeit.objects.get(benutzer=welt.personen["team_konz"]),
        Parameter.objects.create(schluessel="neu_tage", wert="90", von=ANFANG),
        Partnerkategorie.objects.get(kuerzel="kita"),
        Kategoriepflicht.objects.get(kategorie__kuerzel="kita"),
        Intervall.objects.get(kategorie__kuerzel="kita"),
        Thema.objects.create(name="Elternbildung"),
        Abonnement.objects.create(adresse="abo@example.org", bestaetigt_am=timezone.now()),
        Budgetregel.objects.create(jahr_ab=2017, satz=10, quelle="Konzept"),
        Kostensatz.objects.create(traeger=welt.traeger["beispieltal"], jahr=2026, betrag=74000),
        Traeger.objects.get(kurzname="Beispieltal"),
        stelle_ein(anlass="probe", empfaenger="probe@example.org", betreff="Probe", text="Guten Tag"),
    )
