"""Needs over nine quarters: enough sources for figures, some too few to be shown, and some zeros."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from berichte.services.beispieldaten.rahmen import Rahmen
from netzwerk.models import Bedarfsmeldung, Bedarfsschritt, Thema
from netzwerk.rules.bedarf import ABSCHLUSS, Altersgruppe, Bedarfsstatus, Quartal, Schwere, abgeschlossene_quartale
from partner.models import Wirkungsbereich

FACHKRAEFTE = {
    "hermeskeil": "netzwerk-hermeskeil",
    "konz": "netzwerk-konz",
    "rst": "netzwerk-rst",
    "saarburg": "netzwerk-saarburg",
}
#: theme -> age band, sources per quarter in each Sozialraum, change per quarter, sentences (title, text)
LAGEN: dict[str, tuple[str, dict[str, float], float, tuple[tuple[str, str], ...]]] = {
    "Freizeit und Begegnung": (
        Altersgruppe.JUGEND,
        {"konz": 4, "saarburg": 2, "hermeskeil": 5, "rst": 6},
        0.35,
        (
            ("Kein Treffpunkt am Nachmittag", "Nach der Schule gibt es im Ort keinen offenen Treff mehr."),
            ("Jugendraum nur an einem Abend offen", "Mehrere Einrichtungen wünschen sich eine zweite Öffnungszeit."),
            ("Ferienprogramm schnell ausgebucht", "Die Plätze reichen nicht für alle, die teilnehmen möchten."),
        ),
    ),
    "Psychische Gesundheit": (
        Altersgruppe.JUGENDLICHE,
        {"konz": 3, "saarburg": 4, "hermeskeil": 2, "rst": 3},
        0.55,
        (
            ("Lange Wartezeit auf Beratung", "Bis zu einem ersten Gespräch vergehen nach Angaben der Schulen Monate."),
            (
                "Schulen wünschen Ansprechperson",
                "Für belastete junge Menschen fehlt eine Anlaufstelle vor Ort.",
            ),
        ),
    ),
    "Übergang Kita–Schule": (
        Altersgruppe.KITA,
        {"konz": 3, "saarburg": 1, "hermeskeil": 0, "rst": 2},
        0.0,
        (
            ("Wenig Abstimmung vor der Einschulung", "Kitas und Grundschulen sprechen sich selten gemeinsam ab."),
            ("Elternabend kommt zu spät", "Familien wünschen sich früher Auskunft über den Ganztag."),
        ),
    ),
    "Sprache": (
        Altersgruppe.KITA,
        {"konz": 6, "saarburg": 0, "hermeskeil": 1, "rst": 0},
        -0.3,
        (
            ("Sprachförderung ohne Vertretung", "Fällt die Fachkraft aus, gibt es in der Kita keine Förderung."),
            ("Deutschkurs mit Kinderbetreuung fehlt", "Eltern können Kurse nicht besuchen, weil Betreuung fehlt."),
        ),
    ),
    "Frühe Hilfen": (
        Altersgruppe.FRUEH,
        {"konz": 1, "saarburg": 3, "hermeskeil": 1, "rst": 0},
        0.1,
        (("Zu wenig Familienhebammen", "Anfragen müssen abgelehnt werden, weil die Fahrwege lang sind."),),
    ),
    "Armut und Teilhabe": (
        Altersgruppe.ELTERN,
        {"konz": 2, "saarburg": 0, "hermeskeil": 3, "rst": 0},
        0.2,
        (
            ("Anträge sind schwer zu verstehen", "Familien brauchen Hilfe bei Anträgen auf Bildung und Teilhabe."),
            ("Busfahrt ist zu teuer", "Zu Angeboten in der Stadt kommt nur, wer ein Auto hat."),
        ),
    ),
    "Elternbildung": (
        Altersgruppe.ELTERN,
        {"konz": 1, "saarburg": 1, "hermeskeil": 0, "rst": 1},
        0.0,
        (("Kurse liegen am Vormittag", "Berufstätige Eltern können daran nicht teilnehmen."),),
    ),
}
GRUENDE = {
    Bedarfsstatus.AUFGEGRIFFEN: "Im Ausschuss beraten, ein Angebot wird geplant.",
    Bedarfsstatus.ZURUECKGESTELLT: "Zurzeit fehlen Mittel, Wiedervorlage im nächsten Jahr.",
    Bedarfsstatus.ERLEDIGT: "Ein Partner vor Ort hat das Angebot eingerichtet.",
}


@transaction.atomic
def melde_bedarfe(rahmen: Rahmen) -> int:
    """Writes the reports of the last eight quarters and of the running one, and returns their number."""
    themen = {thema.name: thema for thema in Thema.objects.filter(name__in=LAGEN)}
    quartale = [*abgeschlossene_quartale(rahmen.stichtag), Quartal.mit(rahmen.stichtag)]
    meldungen = [
        meldung
        for name, thema in themen.items()
        for kuerzel in FACHKRAEFTE
        for stelle, quartal in enumerate(quartale)
        for meldung in _meldungen(rahmen, thema, kuerzel, quartal, stelle)
    ]
    Bedarfsmeldung.objects.bulk_create(meldungen)
    _verbinde_quellen(rahmen, meldungen)
    _schreibe_schritte(rahmen, meldungen)
    return len(meldungen)


def _meldungen(rahmen: Rahmen, thema: Thema, kuerzel: str, quartal: Quartal, stelle: int) -> list[Bedarfsmeldung]:
    alter, je_raum, anstieg, saetze = LAGEN[thema.name]
    grund = je_raum[kuerzel]
    anzahl = max(0, round(grund + anstieg * (stelle - 4) + rahmen.wuerfel.uniform(-0.8, 0.8))) if grund else 0
    spaetestens = min(quartal.bis, rahmen.stichtag)
    ergebnis = []
    for _ in range(anzahl):
        titel, text = rahmen.wuerfel.choice(saetze)
        tag = quartal.von + timedelta(days=rahmen.wuerfel.randrange((spaetestens - quartal.von).days + 1))
        am = max(quartal.von, rahmen.arbeitstag(tag))
        ergebnis.append(
            Bedarfsmeldung(
                uuid=rahmen.wuerfel.schluessel(),
                sozialraum=rahmen.sozialraeume[kuerzel],
                thema=thema,
                altersgruppe=alter if rahmen.wuerfel.trifft(0.75) else Altersgruppe.ALLE,
                schwere=rahmen.wuerfel.gewichtet({Schwere.HINWEIS: 5, Schwere.BEOBACHTUNG: 4, Schwere.DRINGEND: 1.5}),
                titel=titel,
                text=text,
                am=am,
                gemeldet_von_id=rahmen.konten[FACHKRAEFTE[kuerzel]],
                zustand=_zustand(rahmen, am),
            )
        )
    return ergebnis


def _zustand(rahmen: Rahmen, am: date) -> str:
    """Old reports are concluded, younger ones are being discussed, the youngest are new."""
    if am < rahmen.vor(300):
        return rahmen.wuerfel.gewichtet(
            {Bedarfsstatus.AUFGEGRIFFEN: 4, Bedarfsstatus.ERLEDIGT: 5, Bedarfsstatus.ZURUECKGESTELLT: 2}
        )
    if am < rahmen.vor(75):
        return Bedarfsstatus.IN_BERATUNG if rahmen.wuerfel.trifft(0.25) else Bedarfsstatus.AUFGEGRIFFEN
    return Bedarfsstatus.NEU


def _verbinde_quellen(rahmen: Rahmen, meldungen: list[Bedarfsmeldung]) -> None:
    """One to three partners of the Sozialraum; a few reports have none and stand on the reporter's own word."""
    partner: dict[int, list[int]] = {}
    aktive = Wirkungsbereich.objects.aktiv(rahmen.stichtag).order_by("partner_id")
    for raum, pk in aktive.values_list("sozialraum_id", "partner_id"):
        partner.setdefault(raum, []).append(pk)
    verbindung = Bedarfsmeldung.quellen.through
    zeilen = []
    for meldung in meldungen:
        auswahl = partner.get(meldung.sozialraum_id, [])
        anzahl = min(rahmen.wuerfel.gewichtet({0: 1, 1: 6, 2: 3, 3: 1}), len(auswahl))
        gewaehlte = rahmen.wuerfel.sample(auswahl, anzahl)
        zeilen += [verbindung(bedarfsmeldung_id=meldung.pk, netzwerkpartner_id=pk) for pk in gewaehlte]
    verbindung.objects.bulk_create(zeilen)


def _schreibe_schritte(rahmen: Rahmen, meldungen: list[Bedarfsmeldung]) -> None:
    schritte = []
    for meldung in meldungen:
        if meldung.zustand == Bedarfsstatus.NEU:
            continue
        beratung = min(meldung.am + timedelta(days=21), rahmen.stichtag)
        schritte.append(_schritt(rahmen, meldung, Bedarfsstatus.IN_BERATUNG, beratung, meldung.gemeldet_von_id))
        if meldung.zustand in ABSCHLUSS:
            ende = min(meldung.am + timedelta(days=70), rahmen.stichtag)
            schritte.append(_schritt(rahmen, meldung, meldung.zustand, ende, rahmen.konten["jugendamt"]))
    Bedarfsschritt.objects.bulk_create(schritte)
    for modell in (Bedarfsmeldung, Bedarfsschritt):
        zeilen = list(modell.objects.all())
        for zeile in zeilen:
            zeile.erstellt_am = zeile.geaendert_am = datetime.combine(zeile.am, time(13, tzinfo=UTC))
        modell.objects.bulk_update(zeilen, ["erstellt_am", "geaendert_am"], batch_size=200)


def _schritt(rahmen: Rahmen, meldung: Bedarfsmeldung, zustand: str, am: date, durch: int) -> Bedarfsschritt:
    return Bedarfsschritt(
        uuid=rahmen.wuerfel.schluessel(),
        meldung=meldung,
        zustand=zustand,
        am=am,
        grund=GRUENDE.get(zustand, ""),
        durch_id=durch,
    )
