"""Lotsenanfragen in every state, and two years of closed ones for the figures. Everything is invented."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from berichte.services.beispieldaten.bedarfslagen import FACHKRAEFTE
from berichte.services.beispieldaten.rahmen import Rahmen, Wuerfel
from konten.selectors import parameter_am
from netzwerk.models import Lotsenanfrage, Lotsenschritt, Lotsenweiterleitung, Thema
from netzwerk.rules.lotsen import Anfragestatus, Antwort, Antwortweg, Ereignis, Ergebnis, frist, texte_loeschen_vor
from partner.models import Angebot, Angebotsnutzung, Wirkungsbereich

NEU, IN_ARBEIT, ANGEFRAGT, FERTIG = (
    Anfragestatus.NEU,
    Anfragestatus.IN_ARBEIT,
    Anfragestatus.ANGEFRAGT,
    Anfragestatus.ABGESCHLOSSEN,
)
VERMITTELT, NICHT, KEINS = Ergebnis.VERMITTELT, Ergebnis.NICHT_ZUSTANDE, Ergebnis.KEIN_ANGEBOT
#: title, text, theme, age band
ANLIEGEN = (
    (
        "Freizeitgruppe am Nachmittag",
        "Gesucht wird eine offene Gruppe, gern draußen.",
        "Freizeit und Begegnung",
        "10_14",
    ),
    (
        "Gruppe für Kinder nach einer Trennung",
        "Eine feste Gruppe über mehrere Wochen.",
        "Trennung und Scheidung",
        "6_10",
    ),
    ("Deutschkurs mit Kinderbetreuung", "Der Kurs sollte am Vormittag liegen.", "Sprache", "eltern"),
    ("Hilfe bei Anträgen", "Jemand, der Formulare in Ruhe erklärt.", "Armut und Teilhabe", "eltern"),
    ("Gesprächsangebot für Jugendliche", "Ohne lange Wartezeit, am besten vor Ort.", "Psychische Gesundheit", "14_18"),
    ("Krabbelgruppe mit freiem Platz", "Offen und kostenlos.", "Frühe Hilfen", "0_3"),
    ("Hausaufgabenhilfe", "Zweimal in der Woche.", "Freizeit und Begegnung", "6_10"),
    ("Elternkurs am Abend", "Berufstätige Eltern sollen teilnehmen können.", "Elternbildung", "eltern"),
)
RUECKMELDUNG = {
    VERMITTELT: "Ab nächster Woche ist ein Platz frei. Bitte rufen Sie vorher kurz dort an.",
    NICHT: "Der Anbieter konnte den Platz leider nicht zusagen.",
    KEINS: "So ein Angebot gibt es hier zurzeit nicht. Wir melden uns, wenn sich etwas ergibt.",
}
HINDERNIS = {VERMITTELT: "", NICHT: "voll", KEINS: "keines"}


@dataclass(frozen=True, slots=True)
class Vorhaben:
    """One request to write: when it came, how far it is, what providers answered."""

    raum: str
    vor_tagen: int
    zustand: str
    ergebnis: str = ""
    antworten: tuple[str, ...] = ()
    weg: str = "konto"
    dauer: int = 2
    mehr: dict[str, Any] = field(default_factory=dict)


#: every state that a page can show
STAENDE = (
    Vorhaben("konz", 0, NEU, mehr={"eile": "bald"}),
    Vorhaben("konz", 1, NEU, weg="formular"),
    Vorhaben("konz", 2, IN_ARBEIT, weg="telefon", mehr={"sprache": "tr"}),
    Vorhaben("konz", 3, ANGEFRAGT, antworten=("", "", "")),
    Vorhaben("konz", 4, ANGEFRAGT, antworten=(Antwort.FREI, Antwort.WARTELISTE, Antwort.PASST_NICHT)),
    Vorhaben("konz", 16, ANGEFRAGT, antworten=("", Antwort.PASST_NICHT), mehr={"eskaliert": True, "eile": "sofort"}),
    Vorhaben("saarburg", 1, NEU),
    Vorhaben("saarburg", 12, NEU, mehr={"eskaliert": True}),
    Vorhaben("hermeskeil", 2, ANGEFRAGT, antworten=(Antwort.WARTELISTE,)),
    Vorhaben("rst", 1, IN_ARBEIT),
    Vorhaben("konz", 20, FERTIG, VERMITTELT, (Antwort.FREI, Antwort.PASST_NICHT)),
    Vorhaben("konz", 25, FERTIG, KEINS, (Antwort.PASST_NICHT,), weg="formular"),
    Vorhaben("konz", 40, FERTIG, NICHT, (Antwort.WARTELISTE,), weg="telefon"),
)


@transaction.atomic
def stelle_lotsenanfragen(rahmen: Rahmen) -> int:
    """Writes requests with questions, answers and time line; returns their number. Its own dice: nothing else moves."""
    bauer = _Bauer(rahmen)
    for vorhaben in [*STAENDE, *_vergangene(bauer.wuerfel)]:
        bauer.baue(vorhaben)
    return bauer.schreibe()


def _vergangene(wuerfel: Wuerfel) -> Iterator[Vorhaben]:
    """Two years of closed ones: enough in Konz and Saarburg for figures, few in Hermeskeil."""
    for raum, je_quartal in (("konz", 6), ("saarburg", 4), ("hermeskeil", 1), ("rst", 3)):
        for quartal in range(8):
            for _ in range(max(0, je_quartal + wuerfel.randint(-1, 1))):
                ergebnis = wuerfel.gewichtet({VERMITTELT: 6, NICHT: 2, KEINS: 2})
                antworten = (Antwort.FREI,) if ergebnis == VERMITTELT else (Antwort.PASST_NICHT,)
                tage = 60 + quartal * 91 + wuerfel.randrange(85)
                yield Vorhaben(raum, tage, FERTIG, ergebnis, antworten, dauer=wuerfel.randint(1, 6))


class _Bauer:
    """Collects rows and writes them in few statements, so no audit entries: nobody has done anything yet."""

    def __init__(self, rahmen: Rahmen) -> None:
        self.rahmen, self.wuerfel = rahmen, Wuerfel("lotsenanfragen")
        self.werktage = parameter_am(rahmen.stichtag)["lotsen_frist_werktage"]
        self.loeschen_vor = texte_loeschen_vor(
            rahmen.stichtag, parameter_am(rahmen.stichtag)["lotsen_texte_loeschen_monate"]
        )
        self.themen = {thema.name: thema for thema in Thema.objects.all()}
        self.anbieter = {kuerzel: self._anbieter(kuerzel) for kuerzel in FACHKRAEFTE}
        self.anfragen: list[tuple[Lotsenanfrage, Thema | None]] = []
        self.fragen: list[Lotsenweiterleitung] = []
        self.schritte: list[Lotsenschritt] = []

    def _anbieter(self, kuerzel: str) -> list[tuple[int, int | None]]:
        """Providers with an offer for the Sozialraum, otherwise its partners."""
        raum = self.rahmen.sozialraeume[kuerzel]
        angebote = Angebot.objects.filter(sozialraeume=raum, anbieter__aufgegangen_in=None).order_by("pk")
        zeilen = list(angebote.values_list("anbieter_id", "pk"))
        aktive = Wirkungsbereich.objects.aktiv(self.rahmen.stichtag).filter(sozialraum=raum).order_by("partner_id")
        return zeilen or [(pk, None) for pk in aktive.values_list("partner_id", flat=True)[:20]]

    def baue(self, v: Vorhaben) -> None:
        titel, text, thema, alter = self.wuerfel.choice(ANLIEGEN)
        eingang = self.rahmen.arbeitstag(self.rahmen.vor(v.vor_tagen))
        anfrage = Lotsenanfrage(
            uuid=self.wuerfel.schluessel(),
            sozialraum=self.rahmen.sozialraeume[v.raum],
            gemeinde=self.wuerfel.choice(self.rahmen.gemeinden[v.raum]),
            titel=titel,
            text=text,
            altersgruppe=alter,
            weg=v.weg,
            eile=v.mehr.get("eile", "normal"),
            sprache=v.mehr.get("sprache", ""),
            eingegangen_am=eingang,
            frist_am=frist(eingang, self.werktage),
            zustand=v.zustand,
            **self._absender(v),
        )
        fachkraft = self.rahmen.konten[FACHKRAEFTE[v.raum]]
        if v.zustand != NEU:
            anfrage.zustaendig_id = fachkraft
        self.anfragen.append((anfrage, self.themen.get(thema)))
        self._schritt(anfrage, Ereignis.GESTELLT, eingang, 9, anfrage.gestellt_von_id)
        fragen = self._frage(anfrage, v, eingang, fachkraft)
        if v.mehr.get("eskaliert"):
            anfrage.eskaliert_am = min(anfrage.frist_am + timedelta(days=1), self.rahmen.stichtag)
            self._schritt(anfrage, Ereignis.ESKALIERT, anfrage.eskaliert_am, 3, None)
        if v.ergebnis:
            self._schliesse(anfrage, v, fragen, fachkraft)

    def _absender(self, v: Vorhaben) -> dict[str, Any]:
        if v.weg == "konto":
            konto = "team-konz" if v.raum == "konz" else FACHKRAEFTE[v.raum]
            return {"gestellt_von_id": self.rahmen.konten[konto]}
        angaben = {"absender_name": "Kim Beispiel", "absender_stelle": "Grundschule Beispielbach"}
        if v.weg == "telefon":
            return angaben | {
                "absender_telefon": "06501 000000",
                "gestellt_von_id": self.rahmen.konten[FACHKRAEFTE[v.raum]],
            }
        return angaben | {"absender_email": "kim.beispiel@example.org"}

    def _frage(self, anfrage: Lotsenanfrage, v: Vorhaben, eingang: date, wer: int) -> list[Lotsenweiterleitung]:
        anbieter = self.anbieter[v.raum]
        paare = self.wuerfel.sample(anbieter, min(len(v.antworten), len(anbieter)))
        fragen = [
            self._eine(anfrage, paar, antwort, eingang, wer) for paar, antwort in zip(paare, v.antworten, strict=False)
        ]
        self.fragen += fragen
        return fragen

    def _eine(
        self, anfrage: Lotsenanfrage, paar: tuple[int, int | None], antwort: str, eingang: date, wer: int
    ) -> Lotsenweiterleitung:
        frage = Lotsenweiterleitung(
            uuid=self.wuerfel.schluessel(),
            anfrage=anfrage,
            partner_id=paar[0],
            angebot_id=paar[1],
            empfaenger="anbieter@example.org",
            gefragt_am=_um(eingang, 11),
            durch_id=wer,
        )
        self._schritt(anfrage, Ereignis.WEITERGELEITET, eingang, 11, wer, frage)
        if antwort:
            frage.antwort, frage.beantwortet_am = antwort, _um(eingang, 15)
            am_telefon = self.wuerfel.trifft(0.3)
            frage.beantwortet_weg = Antwortweg.TELEFON if am_telefon else Antwortweg.LINK
            frage.eingetragen_von_id = wer if am_telefon else None
            frage.grund = "Die Gruppe ist voll." if antwort == Antwort.PASST_NICHT else ""
            frage.warteliste_bis = self.rahmen.stichtag + timedelta(30) if antwort == Antwort.WARTELISTE else None
            text = f"{Antwort(antwort).label}{f': {frage.grund}' if frage.grund else ''}"
            self._schritt(anfrage, Ereignis.ANTWORT, eingang, 15, frage.eingetragen_von_id, frage, text)
        return frage

    def _schliesse(self, anfrage: Lotsenanfrage, v: Vorhaben, fragen: list[Lotsenweiterleitung], wer: int) -> None:
        am = min(frist(anfrage.eingegangen_am, v.dauer), self.rahmen.stichtag)
        anfrage.ergebnis, anfrage.hindernis = v.ergebnis, HINDERNIS[v.ergebnis]
        anfrage.rueckmeldung = RUECKMELDUNG[v.ergebnis]
        anfrage.abgeschlossen_am = anfrage.erstmals_beantwortet_am = am
        if v.ergebnis == VERMITTELT and fragen:
            fragen[0].hat_vermittelt = True
        self._schritt(anfrage, Ereignis.ABGESCHLOSSEN, am, 14, wer)
        if am < self.loeschen_vor:
            self._loesche(anfrage, fragen)

    def _loesche(self, anfrage: Lotsenanfrage, fragen: list[Lotsenweiterleitung]) -> None:
        """As the nightly step leaves them."""
        for name in ("titel", "text", "rueckmeldung", "absender_name", "absender_stelle", "absender_email"):
            setattr(anfrage, name, "")
        anfrage.absender_telefon = ""
        anfrage.texte_geloescht_am = min(anfrage.abgeschlossen_am + timedelta(days=184), self.rahmen.stichtag)
        for frage in fragen:
            frage.grund = frage.empfaenger = ""
        for schritt in self.schritte:
            if schritt.anfrage is anfrage:
                schritt.text = ""
        self._schritt(anfrage, Ereignis.GELOESCHT, anfrage.texte_geloescht_am, 2, None)

    def _schritt(
        self,
        anfrage: Lotsenanfrage,
        ereignis: str,
        am: date,
        stunde: int,
        durch: int | None,
        frage: Lotsenweiterleitung | None = None,
        text: str = "",
    ) -> None:
        self.schritte.append(
            Lotsenschritt(
                uuid=self.wuerfel.schluessel(),
                anfrage=anfrage,
                ereignis=ereignis,
                am=_um(am, stunde),
                durch_id=durch,
                weiterleitung=frage,
                text=text,
            )
        )

    def schreibe(self) -> int:
        anfragen = [anfrage for anfrage, _ in self.anfragen]
        Lotsenanfrage.objects.bulk_create(anfragen)
        verbindung = Lotsenanfrage.themen.through
        verbindung.objects.bulk_create(
            verbindung(lotsenanfrage_id=anfrage.pk, thema_id=thema.pk) for anfrage, thema in self.anfragen if thema
        )
        for frage in self.fragen:
            frage.anfrage_id = frage.anfrage.pk
        Lotsenweiterleitung.objects.bulk_create(self.fragen)
        for schritt in self.schritte:
            schritt.anfrage_id = schritt.anfrage.pk
            schritt.weiterleitung_id = schritt.weiterleitung.pk if schritt.weiterleitung else None
        Lotsenschritt.objects.bulk_create(self.schritte)
        Angebotsnutzung.objects.bulk_create(
            Angebotsnutzung(uuid=frage.uuid, angebot_id=frage.angebot_id, jahr=frage.gefragt_am.year)
            for frage in self.fragen
            if frage.hat_vermittelt and frage.angebot_id
        )
        return len(anfragen)


def _um(tag: date, stunde: int) -> datetime:
    return datetime.combine(tag, time(stunde, tzinfo=UTC))
