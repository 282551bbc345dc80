"""Invented offers: what they are, who may offer them, for whom, when."""

from dataclasses import dataclass
from datetime import time

from partner.rules.angebot import Angebotsart, Barrierefreiheit, Kostenart, Lebensphase, Ortsart, Situation, Zugang
from partner.rules.angebotszeit import Rhythmus


@dataclass(frozen=True, slots=True)
class Vorlage:
    """One invented offer; `zeit` is (rhythm, weekday, week of the month, from, to)."""

    titel: str
    kategorie: str
    kurztext: str
    art: str = Angebotsart.ANGEBOT
    text: str = ""
    alter: tuple[int | None, int | None] = (None, None)
    phasen: tuple[str, ...] = ()
    lagen: tuple[str, ...] = ()
    themen: tuple[str, ...] = ()
    geeignet: str = ""
    gegenleistung: str = ""
    zeit: tuple[str, int | None, int | None, time | None, time | None] | None = None
    ortsart: str = Ortsart.ANBIETER
    kosten: str = Kostenart.KOSTENLOS
    betrag: str | None = None
    kostenhinweis: str = ""
    zugang: str = Zugang.OFFEN
    zugangshinweis: str = ""
    plaetze: tuple[int | None, int | None, str] = (None, None, "")
    sprachen: tuple[str, ...] = ("de",)
    rollstuhl: str = ""
    merkmale: tuple[str, ...] = ()


_WOCHE, _ZWEI, _MONAT, _EINMAL = (
    Rhythmus.WOECHENTLICH,
    Rhythmus.ZWEIWOECHENTLICH,
    Rhythmus.MONATLICH,
    Rhythmus.EINMALIG,
)
VORLAGEN = (
    Vorlage(
        "Offener Elterntreff",
        "familienbildung",
        "Kaffee, Austausch und eine Ansprechperson für Fragen rund um das Familienleben.",
        text="Ohne Anmeldung vorbeikommen. Kinder spielen nebenan, eine Fachkraft ist dabei.",
        alter=(0, 6),
        phasen=(Lebensphase.BABY, Lebensphase.KITA, Lebensphase.ELTERN),
        lagen=(Situation.ALLEINERZIEHEND,),
        themen=("Elternbildung", "Frühe Hilfen"),
        geeignet="Für Eltern, die neu im Ort sind und Anschluss suchen. Sehr herzlicher Empfang, keine Hürden.",
        gegenleistung="Bitte weitersagen und Aushänge mitnehmen.",
        zeit=(_WOCHE, 1, None, time(9, 30), time(11, 30)),
        sprachen=("de", "uk", "ar"),
        rollstuhl=Barrierefreiheit.JA,
        merkmale=("stufenlos", "kinderwagen", "wc"),
    ),
    Vorlage(
        "Babybesuch zur Begrüßung",
        "fruehe-hilfen",
        "Besuch bei Familien mit Neugeborenen, auf Wunsch mit Willkommenspaket.",
        alter=(0, 1),
        phasen=(Lebensphase.BABY,),
        themen=("Frühe Hilfen",),
        geeignet="Für Familien, die ungern zu einer Stelle gehen: Der Besuch kommt nach Hause.",
        ortsart=Ortsart.AUFSUCHEND,
        zugang=Zugang.ANMELDUNG,
        zugangshinweis="Anruf genügt, Rückmeldung am selben Tag.",
        sprachen=("de", "en", "fr"),
    ),
    Vorlage(
        "Trennungsberatung für Eltern",
        "jugendhilfe",
        "Beratung, wenn Eltern sich trennen und die Kinder im Blick behalten möchten.",
        phasen=(Lebensphase.ELTERN,),
        lagen=(Situation.TRENNUNG,),
        themen=("Trennung und Scheidung",),
        geeignet="Gut, wenn beide Eltern noch miteinander sprechen können.",
        zugang=Zugang.ANMELDUNG,
        plaetze=(12, 0, "offen"),
        rollstuhl=Barrierefreiheit.TEILWEISE,
    ),
    Vorlage(
        "Gruppe für Kinder aus belasteten Familien",
        "jugendhilfe",
        "Feste kleine Gruppe, in der Kinder spielen und über Sorgen sprechen können.",
        alter=(7, 12),
        phasen=(Lebensphase.GRUNDSCHULE,),
        lagen=(Situation.PSYCHE, Situation.SUCHT),
        themen=("Psychische Gesundheit", "Sucht"),
        geeignet="Für Kinder, die sonst viel Verantwortung tragen. Ruhige, verlässliche Leitung.",
        zeit=(_WOCHE, 2, None, time(15, 0), time(16, 30)),
        zugang=Zugang.ZUWEISUNG,
        zugangshinweis="Über den Sozialen Dienst.",
        plaetze=(8, 1, "offen"),
    ),
    Vorlage(
        "Offener Jugendtreff",
        "jugendarbeit",
        "Billard, Kochen, Musik: Jugendliche bestimmen selbst, was läuft.",
        alter=(12, 21),
        phasen=(Lebensphase.JUGEND, Lebensphase.JUNG),
        themen=("Freizeit und Begegnung",),
        geeignet="Für Jugendliche, die Vereinen wenig abgewinnen können.",
        gegenleistung="Helfende Hände beim Sommerfest.",
        zeit=(_WOCHE, 4, None, time(16, 0), time(21, 0)),
        rollstuhl=Barrierefreiheit.NEIN,
    ),
    Vorlage(
        "Hausaufgaben in kleiner Runde",
        "jugendarbeit",
        "Zwei Ehrenamtliche helfen beim Lernen, danach wird gespielt.",
        alter=(6, 12),
        phasen=(Lebensphase.GRUNDSCHULE,),
        lagen=(Situation.SCHULE, Situation.FLUCHT),
        themen=("Sprache", "Integration"),
        zeit=(_WOCHE, 0, None, time(14, 0), time(15, 30)),
        zugang=Zugang.ANMELDUNG,
        plaetze=(14, 4, "keine"),
        sprachen=("de", "ar", "fa"),
    ),
    Vorlage(
        "Vereinsheim für Kindergeburtstage",
        "verein",
        "Raum mit Küche und Wiese, am Wochenende für Familien aus dem Ort.",
        art=Angebotsart.RAUM,
        themen=("Armut und Teilhabe",),
        geeignet="Für Familien mit kleiner Wohnung. Der Vorstand ist unkompliziert.",
        gegenleistung="Sauber hinterlassen, gern ein Kuchen für das Vereinsfest.",
        kosten=Kostenart.BETRAG,
        betrag="20.00",
        kostenhinweis="mit Sozialpass umsonst",
        zugang=Zugang.ANMELDUNG,
        rollstuhl=Barrierefreiheit.JA,
        merkmale=("stufenlos", "parkplatz"),
    ),
    Vorlage(
        "Probetraining ohne Vereinsbeitrag",
        "verein",
        "Vier Wochen mittrainieren, Schuhe und Trikot werden geliehen.",
        alter=(6, 14),
        phasen=(Lebensphase.GRUNDSCHULE, Lebensphase.JUGEND),
        lagen=(Situation.GELD,),
        themen=("Freizeit und Begegnung", "Armut und Teilhabe"),
        geeignet="Trainer, der ruhig bleibt, wenn es einmal laut wird.",
        zeit=(_WOCHE, 3, None, time(17, 0), time(18, 30)),
    ),
    Vorlage(
        "Lesepatin mit Zeit",
        "verein",
        "Liest einmal in der Woche mit einem Kind, in der Kita oder zu Hause.",
        art=Angebotsart.EHRENAMT,
        alter=(4, 9),
        phasen=(Lebensphase.KITA, Lebensphase.GRUNDSCHULE),
        themen=("Sprache", "Ehrenamt"),
        ortsart=Ortsart.AUFSUCHEND,
        zugang=Zugang.ANMELDUNG,
        zugangshinweis="Kennenlernen über die Netzwerkfachkraft.",
        plaetze=(2, 1, "keine"),
    ),
    Vorlage(
        "Fahrrad-Werkstatt für alle",
        "verein",
        "Reparieren unter Anleitung, Ersatzteile aus Spenden.",
        art=Angebotsart.WISSEN,
        alter=(8, None),
        themen=("Ehrenamt", "Integration"),
        zeit=(_MONAT, 5, 2, time(10, 0), time(13, 0)),
        kosten=Kostenart.SPENDE,
        sprachen=("de", "en", "ar"),
    ),
    Vorlage(
        "Dolmetschen bei Elterngesprächen",
        "verein",
        "Mehrere Frauen aus dem Ort übersetzen ehrenamtlich.",
        art=Angebotsart.PERSON,
        lagen=(Situation.FLUCHT,),
        themen=("Sprache", "Integration"),
        geeignet="Verschwiegen und mit Schule und Kita vertraut.",
        gegenleistung="Fahrtkosten und ab und zu ein Dankeschön.",
        ortsart=Ortsart.AUFSUCHEND,
        zugang=Zugang.ANMELDUNG,
        sprachen=("uk", "ru", "ar", "tr"),
    ),
    Vorlage(
        "Kinderkleidung und Spielzeug",
        "familienbildung",
        "Gut erhaltene Sachen zum Mitnehmen.",
        art=Angebotsart.MATERIAL,
        phasen=(Lebensphase.ELTERN,),
        lagen=(Situation.GELD,),
        themen=("Armut und Teilhabe",),
        zeit=(_ZWEI, 3, None, time(14, 0), time(16, 0)),
        kosten=Kostenart.SPENDE,
    ),
    Vorlage(
        "Elternkurs: Grenzen setzen ohne Schimpfen",
        "familienbildung",
        "Sechs Abende, mit Kinderbetreuung.",
        alter=(3, 10),
        phasen=(Lebensphase.ELTERN,),
        themen=("Elternbildung",),
        zeit=(_WOCHE, 2, None, time(19, 0), time(21, 0)),
        kosten=Kostenart.BETRAG,
        betrag="30.00",
        kostenhinweis="für alle Abende zusammen, Ermäßigung möglich",
        zugang=Zugang.ANMELDUNG,
        plaetze=(10, 3, "keine"),
    ),
    Vorlage(
        "Sprechstunde in der Kita",
        "kita",
        "Die Leitung nimmt sich Zeit für Fragen zu Eingewöhnung und Anmeldung.",
        alter=(1, 6),
        phasen=(Lebensphase.KITA,),
        themen=("Übergang Kita–Schule",),
        zeit=(_WOCHE, 0, None, time(8, 0), time(9, 0)),
    ),
    Vorlage(
        "Turnhalle am Samstagvormittag",
        "schule",
        "Halle mit Geräten, wenn eine volljährige Person die Aufsicht übernimmt.",
        art=Angebotsart.RAUM,
        themen=("Freizeit und Begegnung",),
        zugang=Zugang.ANMELDUNG,
        zugangshinweis="Vier Wochen vorher beim Sekretariat.",
        rollstuhl=Barrierefreiheit.JA,
        merkmale=("stufenlos", "wc", "aufzug"),
    ),
    Vorlage(
        "Beratung für Schülerinnen und Schüler",
        "schule",
        "Vertraulich, in der Pause oder nach Verabredung.",
        alter=(10, 16),
        phasen=(Lebensphase.JUGEND,),
        lagen=(Situation.SCHULE, Situation.PSYCHE),
        themen=("Schulabsentismus", "Psychische Gesundheit"),
        geeignet="Guter erster Schritt, wenn der Weg zur Beratungsstelle zu groß ist.",
    ),
    Vorlage(
        "Vortrag: sicher im Netz",
        "polizei",
        "Für Eltern und pädagogische Fachkräfte, mit Zeit für Fragen.",
        art=Angebotsart.WISSEN,
        phasen=(Lebensphase.ELTERN,),
        themen=("Medien",),
        zeit=(_EINMAL, None, None, time(19, 30), time(21, 0)),
    ),
    Vorlage(
        "Telefonische Beratung am Abend",
        "jugendhilfe",
        "Wenn es nach Feierabend schwierig wird: eine Fachkraft hört zu.",
        phasen=(Lebensphase.ELTERN, Lebensphase.JUGEND),
        lagen=(Situation.GEWALT, Situation.PSYCHE),
        themen=("Kinderschutz allgemein",),
        zeit=(_WOCHE, 1, None, time(18, 0), time(20, 0)),
        ortsart=Ortsart.FERN,
    ),
    Vorlage(
        "Schwangerschaftsgruppe",
        "fruehe-hilfen",
        "Austausch und Entspannung, Partner willkommen.",
        phasen=(Lebensphase.BABY,),
        themen=("Frühe Hilfen",),
        zeit=(_ZWEI, 2, None, time(17, 30), time(19, 0)),
        zugang=Zugang.ANMELDUNG,
        plaetze=(8, 2, "keine"),
        sprachen=("de", "pl"),
    ),
    Vorlage(
        "Großeltern auf Zeit",
        "verein",
        "Ältere Menschen schenken Familien ein paar Stunden in der Woche.",
        art=Angebotsart.EHRENAMT,
        alter=(1, 10),
        phasen=(Lebensphase.ELTERN, Lebensphase.ALTER),
        lagen=(Situation.ALLEINERZIEHEND, Situation.PFLEGE),
        themen=("Ehrenamt",),
        ortsart=Ortsart.AUFSUCHEND,
        zugang=Zugang.ANMELDUNG,
        plaetze=(6, 0, "geschlossen"),
    ),
    Vorlage(
        "Sprechstunde Kindergesundheit",
        "sonstige",
        "Fragen zu Entwicklung, Impfen und Vorsorge.",
        alter=(0, 6),
        phasen=(Lebensphase.BABY, Lebensphase.KITA),
        themen=("Frühe Hilfen",),
        zeit=(_WOCHE, 4, None, time(11, 0), time(12, 0)),
    ),
    Vorlage(
        "Bastelmaterial zum Abholen",
        "kita",
        "Papier, Stoffe und Farben, die übrig sind.",
        art=Angebotsart.MATERIAL,
    ),
    Vorlage(
        "Ferienwoche am Bach",
        "jugendarbeit",
        "Fünf Tage draußen mit Mittagessen.",
        alter=(7, 12),
        phasen=(Lebensphase.GRUNDSCHULE,),
        lagen=(Situation.GELD,),
        themen=("Freizeit und Begegnung",),
        kosten=Kostenart.BETRAG,
        betrag="60.00",
        kostenhinweis="Bildung und Teilhabe wird angenommen",
        zugang=Zugang.ANMELDUNG,
        plaetze=(24, 6, "keine"),
    ),
    Vorlage(
        "Trauergruppe für Jugendliche",
        "sonstige",
        "Gemeinsam kochen und über den Verlust sprechen.",
        alter=(12, 18),
        phasen=(Lebensphase.JUGEND,),
        lagen=(Situation.TRAUER,),
        themen=("Psychische Gesundheit",),
        zeit=(_MONAT, 3, 5, time(17, 0), time(19, 0)),
        zugang=Zugang.ANMELDUNG,
    ),
    Vorlage(
        "Wissen zu Ferienbetreuung im Ort",
        "schule",
        "Wer wann was anbietet, jedes Jahr neu gesammelt.",
        art=Angebotsart.WISSEN,
        themen=("Freizeit und Begegnung",),
    ),
)
