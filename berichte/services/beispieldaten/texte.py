"""Sentences for contacts and partners. None of them speaks of a child or a family that exists."""

from berichte.services.beispieldaten.rahmen import Wuerfel
from netzwerk.rules import Bezug, Kontaktart, Zweck

UEBERGREIFEND = [
    "Austausch über den Stand im Halbjahr. Die Einrichtung ist gut besetzt und nimmt gern weitere Termine wahr.",
    "Die neue Ansprechperson hat sich vorgestellt. Kontaktdaten sind aktualisiert.",
    "Thema {thema}: Die Einrichtung beobachtet mehr Nachfrage und wünscht sich einen gemeinsamen Termin im Sozialraum.",
    "Flyer und Termine für das nächste Quartal ausgetauscht. Unsere Übersicht liegt im Eingangsbereich aus.",
    "Räume können nachmittags mitgenutzt werden, Absprache vier Wochen vorher. Nutzung ist kostenfrei.",
    "Die Einrichtung plant einen Elternabend zu {thema} und sucht dafür eine Referentin oder einen Referenten.",
    "Jahresplanung besprochen. Zwei gemeinsame Angebote zu {thema} sind vorgesehen.",
    "Die Einrichtung berichtet von langen Wegen und schlechter Busanbindung am Nachmittag.",
    "Rückblick auf die gemeinsame Aktion: gut besucht, im nächsten Jahr wieder.",
    "Ehrenamtliche für das Begegnungscafé gesucht. Der Verteiler wird um die neue Adresse ergänzt.",
    "Öffnungszeiten und Zuständigkeiten abgeglichen, Steckbrief übergeben.",
    "Zum Thema {thema} fehlt im Sozialraum ein Angebot für den Nachmittag. Die Einrichtung würde mitmachen.",
]
FALLBEZOGEN = [
    "Fallbezogene Rückfrage zum Ablauf beantwortet. Einzelheiten stehen nicht hier, sondern beim ASD.",
    "Welches Gruppenangebot freie Plätze hat, ist geklärt. Die Anmeldung läuft über die Einrichtung.",
    "Die Einrichtung nennt eine Ansprechperson für den weiteren Weg. Alles Weitere bei der fallführenden Fachkraft.",
    "Möglichkeiten vor Ort zum Thema {thema} sortiert und an die fallführende Fachkraft weitergegeben.",
]
AUFTAKT = {
    Kontaktart.BESUCH: ["Besuch vor Ort.", "Rundgang durch die Räume."],
    Kontaktart.TREFFEN: ["Treffen im Sozialraumzentrum.", "Gemeinsames Treffen in der Einrichtung."],
    Kontaktart.GREMIUM: ["Runder Tisch im Sozialraum.", "Sitzung des Arbeitskreises."],
    Kontaktart.VERANSTALTUNG: ["Stand beim Familienfest.", "Fachtag mit vielen Teilnehmenden."],
    Kontaktart.OEFFENTLICHKEIT: ["Pressetermin zum gemeinsamen Angebot.", "Aushang und Beitrag im Amtsblatt."],
    Kontaktart.KURZKONTAKT: ["Am Rande eines anderen Termins gesprochen."],
}
NICHT_ERREICHT = {
    Kontaktart.TELEFONAT: [
        "Niemanden erreicht, Nachricht hinterlassen.",
        "Besetzt, neuer Versuch nächste Woche.",
        "Ansprechperson im Urlaub, Rückruf erbeten.",
    ],
    Kontaktart.EMAIL: ["Bisher keine Antwort.", "Abwesenheitsnotiz erhalten."],
}
VEREINBARUNGEN = [
    "Nächstes Gespräch im kommenden Quartal.",
    "Wir schicken die Übersicht der Angebote zu.",
    "Die Einrichtung meldet sich mit einem Terminvorschlag.",
    "Gemeinsamer Termin mit der Schulsozialarbeit wird gesucht.",
]
SCHRITTE = [
    "Termin für das nächste Treffen abstimmen",
    "Übersicht der Angebote schicken",
    "Nach der neuen Ansprechperson fragen",
    "Zum Runden Tisch einladen",
    "Flyer vorbeibringen",
    "Rückmeldung zum Elternabend einholen",
    "Raumnutzung bestätigen lassen",
]
ZWECKE = {Zweck.PFLEGEN: 40, Zweck.WISSEN: 20, Zweck.AKTIVIEREN: 18, Zweck.ERSCHLIESSEN: 14, "": 8}
BEZUEGE = {Bezug.UEBERGREIFEND: 62, Bezug.FALLBEZOGEN: 25, Bezug.BEIDES: 13}
DAUER = {
    Kontaktart.TELEFONAT: (5, 10, 15, 20, 30),
    Kontaktart.BESUCH: (45, 60, 90),
    Kontaktart.TREFFEN: (60, 90, 120),
    Kontaktart.GREMIUM: (90, 120),
    Kontaktart.KURZKONTAKT: (5, 10),
}
AUFGABEN = {
    "kita": "Betreuung und Bildung von Kindern bis zum Schuleintritt, Gespräche mit Eltern.",
    "schule": "Unterricht, Ganztag und Beratung von Eltern, Schülerinnen und Schülern.",
    "jugendarbeit": "Offene Angebote, Ferienprogramm und Beratung für junge Menschen.",
    "verein": "Freizeit und Gemeinschaft im Ort, Jugendgruppen, Feste.",
    "jugendhilfe": "Beratung von Familien, ambulante Hilfen, Gruppenangebote.",
    "polizei": "Vorbeugung, Jugendsachbearbeitung, Ansprechstelle für Schulen.",
    "familienbildung": "Kurse, offene Treffs und Begegnung für Familien.",
    "fruehe-hilfen": "Begleitung von Familien rund um Geburt und erste Lebensjahre.",
    "sonstige": "Angebote für die Menschen im Ort.",
}


def ergebnistext(wuerfel: Wuerfel, art: str, bezug: str, thema: str) -> str:
    """One to three sentences that fit kind and Bezug."""
    saetze = [wuerfel.choice(AUFTAKT[art])] if art in AUFTAKT else []
    if bezug != Bezug.FALLBEZOGEN:
        saetze.append(wuerfel.choice(UEBERGREIFEND))
    if bezug != Bezug.UEBERGREIFEND:
        saetze.append(wuerfel.choice(FALLBEZOGEN))
    return " ".join(saetze).format(thema=f"„{thema}“")
