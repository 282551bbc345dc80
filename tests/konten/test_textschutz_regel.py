"""The guard against client data: what it must see, what it must let pass, what it must never do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konten.rules.textschutz import ARTEN, RAT, arten_von, geschwaerzt, pruefe_text

#: text -> (kind, exact passage); the names are invented
GEMEINT = [
    ("Das Kind ist geb. 3.4.15 in Trier.", "geburtsdatum", "geb. 3.4.15"),
    ("geboren am 12.03.2017", "geburtsdatum", "geboren am 12.03.2017"),
    ("Geburtsdatum: 01.02.2010", "geburtsdatum", "Geburtsdatum: 01.02.2010"),
    ("Geburtsdatum ist der 1. Februar 2010", "geburtsdatum", "Geburtsdatum ist der 1. Februar 2010"),
    ("*3.4.2015, auffällig", "geburtsdatum", "*3.4.2015"),
    ("Sie wurde am 3.4.2015 geboren.", "geburtsdatum", "am 3.4.2015 geboren"),
    ("geb. 2014, zweite Klasse", "geburtsdatum", "geb. 2014"),
    ("Geburtsjahr 2013", "geburtsdatum", "Geburtsjahr 2013"),
    ("geb. am 5. Mai 2016", "geburtsdatum", "geb. am 5. Mai 2016"),
    ("Geburtsdatum 2015-04-03", "geburtsdatum", "Geburtsdatum 2015-04-03"),
    ("Geburtstag am 3.4.", "geburtsdatum", "Geburtstag am 3.4."),
    ("M., 7 Jahre, braucht Hilfe", "alter", "M., 7 Jahre"),
    ("L. (4) fehlt oft", "alter", "L. (4)"),
    ("T. M., 12 J., verweigert die Schule", "alter", "T. M., 12 J."),
    ("K. ist 5 Jahre alt", "alter", "K. ist 5 Jahre"),
    ("Lena, 7 Jahre, war dabei", "alter", "Lena, 7 Jahre"),
    ("Tim (8 Jahre) bleibt", "alter", "Tim (8 Jahre"),
    ("Es ging um Jonas, 11 J.", "alter", "Jonas, 11 J."),
    ("der siebenjährige Tim", "alter", "siebenjährige Tim"),
    ("die 7-jährige Lena", "alter", "7-jährige Lena"),
    ("dem 9jährigen Paul", "alter", "9jährigen Paul"),
    ("die zwölfjährige M. fehlt", "alter", "zwölfjährige M."),
    ("Lena ist 8 Jahre alt.", "alter", "Lena ist 8 Jahre alt"),
    ("Tim ist erst fünf Jahre alt", "alter", "Tim ist erst fünf Jahre alt"),
    ("Ben ist 9 Monate alt", "alter", "Ben ist 9 Monate alt"),
    ("Az. 51-123/24 beachten", "aktenzeichen", "Az. 51-123/24"),
    ("AZ: 51/2024-17", "aktenzeichen", "AZ: 51/2024-17"),
    ("Aktenzeichen 51.3-4711", "aktenzeichen", "Aktenzeichen 51.3-4711"),
    ("Aktenzeichen: 12 F 345/24", "aktenzeichen", "Aktenzeichen: 12 F 345/24"),
    ("Familiengericht 12 F 345/24", "aktenzeichen", "12 F 345/24"),
    ("Fallnummer 20456", "aktenzeichen", "Fallnummer 20456"),
    ("Fall-Nr. 88/23", "aktenzeichen", "Fall-Nr. 88/23"),
    ("Aktennummer 2023-99", "aktenzeichen", "Aktennummer 2023-99"),
    ("im Fall 12/24 vereinbart", "aktenzeichen", "Fall 12/24"),
    ("Versichertennummer A123456789", "aktenzeichen", "Versichertennummer A123456789"),
    ("Kindergeldnummer 115FK123456", "aktenzeichen", "Kindergeldnummer 115FK123456"),
    ("Das Kind Lena fehlt.", "kindname", "Kind Lena"),
    ("Kind L. fehlt.", "kindname", "Kind L."),
    ("Der Sohn Tim kommt.", "kindname", "Sohn Tim"),
    ("Sohn T., schwierig", "kindname", "Sohn T."),
    ("Ihre Tochter Marie hilft.", "kindname", "Ihre Tochter Marie"),
    ("ein 7-jähriger Junge Paul", "kindname", "Junge Paul"),
    ("ein Junge namens Paul", "kindname", "Junge namens Paul"),
    ("das Mädchen heißt Sophie", "kindname", "Mädchen heißt Sophie"),
    ("Pflegekind Emil zieht um", "kindname", "Pflegekind Emil"),
    ("die Enkelin Mia", "kindname", "Enkelin Mia"),
    ("Enkel Anton", "kindname", "Enkel Anton"),
    ("Stieftochter Nele", "kindname", "Stieftochter Nele"),
    ("die Schülerin Hannah", "kindname", "Schülerin Hannah"),
    ("der Jugendliche Kevin", "kindname", "Jugendliche Kevin"),
    ("Klientin Anna ruft an", "kindname", "Klientin Anna"),
    ("sein Bruder Max", "kindname", "sein Bruder Max"),
    ("ihre kleine Schwester Ida", "kindname", "ihre kleine Schwester Ida"),
    ("Sohn (Tim) kommt", "kindname", "Sohn (Tim"),
    ("Familie Müller zieht um.", "familie", "Familie Müller"),
    ("Familie K. braucht Rat", "familie", "Familie K."),
    ("Fam. Schneider", "familie", "Fam. Schneider"),
    ("Familie Müller-Lüdenscheidt", "familie", "Familie Müller-Lüdenscheidt"),
    ("bei der Familie Özdemir", "familie", "Familie Özdemir"),
    ("Pflegefamilie Weber", "familie", "Pflegefamilie Weber"),
    ("Eheleute Becker", "familie", "Eheleute Becker"),
    ("Geschwister Neumann", "familie", "Geschwister Neumann"),
    ("Max (7) wurde gesehen.", "alter", "Max (7)"),
    ("Sohn Max, 7", "kindname", "Sohn Max, 7"),
    ("Tochter Lena (12) kommt mit", "kindname", "Tochter Lena (12)"),
    ("Sohn Tim, 9 Jahre, fehlt", "kindname", "Sohn Tim, 9 Jahre"),
    ("Sohn Tim, 14 Uhr beim Hort", "kindname", "Sohn Tim"),
    ("Mutter von Lena, 7, kam", "elternteil", "Mutter von Lena, 7"),
    ("Probestraße 5, Konz: Familie mit drei Kindern", "anschrift", "Probestraße 5, Konz"),
    ("Am Musterweg 12a – eine Mutter mit Baby", "anschrift", "Am Musterweg 12a"),
    ("Die Familie wohnt in der Probestraße 5.", "anschrift", "Familie wohnt in der Probestraße 5"),
    ("Die Mutter von Lena kam.", "elternteil", "Mutter von Lena"),
    ("Vater von T. ist weg", "elternteil", "Vater von T."),
    ("Eltern von Jonas", "elternteil", "Eltern von Jonas"),
    ("Oma von Mia betreut", "elternteil", "Oma von Mia"),
    ("Kindsmutter Schmitz", "elternteil", "Kindsmutter Schmitz"),
    ("Kindesvater Herr Braun", "elternteil", "Kindesvater Herr Braun"),
    ("KM Frau Becker", "elternteil", "KM Frau Becker"),
    ("Lenas Mutter rief an", "elternteil", "Lenas Mutter"),
    ("Gespräch mit Tims Eltern", "elternteil", "Tims Eltern"),
    ("die Mutter der kleinen Lea", "elternteil", "Mutter der kleinen Lea"),
]

UNBEDENKLICH = """
Frau Weber, Kita-Leitung, Tel. 06501 12345, ist ab Montag wieder da.
Nächstes Treffen am 3.4.2026 um 14:30 Uhr im Familienzentrum Konz.
Das Familienzentrum bietet Familienbildung an.
Vereinbarkeit von Familie und Beruf war Thema.
Die Leitstelle Familie Trier-Saarburg lädt ein.
Haus der Familie Hermeskeil öffnet im Mai.
Ministerium für Familie, Frauen, Kultur und Integration
Netzwerk Familie Saarburg trifft sich vierteljährlich.
Die Familien im Ort wünschen sich einen Treffpunkt.
Junge Familien ziehen nach Schweich.
Junge Eltern brauchen Beratung.
Junge Menschen ohne Ausbildung
Junge Erwachsene und Jugendliche
Mädchen AG startet im Herbst.
Mädchen und Jungen spielen zusammen.
Mädchen Fußball am Dienstag
Jungen Treff im Jugendzentrum
Kinder von 3 bis 6 Jahren
Die Gruppe für Kinder, 3 bis 6 Jahre, ist voll.
Ein Angebot für 7-jährige Kinder
Die zehnjährige Zusammenarbeit wurde gefeiert.
Zum zwanzigjährigen Jubiläum kommen alle.
Die dreijährige Laufzeit endet 2027.
Das Jugendzentrum ist 20 Jahre alt.
Die Kita ist 5 Jahre alt.
Unsere Krippe wird 10 Jahre alt.
Eltern von Schulkindern treffen sich montags.
Eltern von Kindern mit Behinderung
Mütter von Neugeborenen
Eltern von Jugendlichen
Eltern von Grundschülern
Väter von Säuglingen
Eltern und Kinder kochen gemeinsam.
Eltern-Kind-Gruppe am Freitag
Mutter-Kind Kur wird vermittelt.
Vater-Kind Zeltlager im Juli
Keine Namen, Geburtsdaten oder Aktenzeichen eintragen.
Das Aktenzeichen gehört nicht hierher.
In jedem Fall 2 Plätze freihalten
Wir haben 12 Fälle besprochen, ohne Namen.
Treffen am 12.03.2026, 9 Uhr, Raum 4
Telefonat mit Herrn Becker vom Sportverein
Ansprechperson: Sabine Muster, Schulsozialarbeit
Grundschule St. Martin, 54329 Konz
Das Projekt (3 Jahre) wird gefördert.
Förderung, 2 Jahre, beantragt
Praktikum, 12 Monate
Der Kurs, 8 Wochen, beginnt im Januar.
Die Kita hat 75 Plätze und 12 Erzieherinnen.
Kooperationsvertrag vom 01.02.2019
Polizei Saarburg, Wache 2, Herr Klein
Der Elternabend zum Thema Medien war gut besucht.
Samstags Eltern-Café, sonntags geschlossen
Der Jugendliche Beirat tagt im Mai.
Kindertagespflege in Wincheringen ausbauen
Baby Massage und Baby Schwimmen
Kind und Familie stehen im Mittelpunkt.
Das Kind Familie Beruf Netzwerk
Die Mutter der Nation trat als Theaterstück auf.
Geschwister Scholl Grundschule
Vertrag mit dem Träger, Nr. 17, Laufzeit bis 2028
E-Mail an leitung@kita.example, Tel. 0651 715-0
Frau Dr. Klein, 45 Minuten Gespräch
Herr Schmidt (Jugendamt) kommt dazu.
Der Hort schließt vom 20.7. bis 7.8.2026.
z. B. Sprachförderung, u. a. für Geflüchtete
Jugendamt, Kreisverwaltung und Schule am Tisch
Zwei neue Gruppen, 15 Kinder je Gruppe
Der Verein besteht seit 1920.
Familie im Mittelpunkt, so heißt der Flyer.
Fachbereich Jugend und Familie Konz
Bündnis für Familie Saarburg
Schüler und Schülerinnen der 7. Klasse
Paten für Familien gesucht
Junge Sportler trainieren zusammen.
Jugendliche Zugezogene finden schwer Anschluss.
Wir fördern lange, z. B. 3 Jahre.
Mehr dazu auf S. 12) und im Anhang B. 4 Seiten
Die Eltern der Villa Kunterbunt planen ein Fest.
Punkt (7) wird vertagt.
Die Gruppe (7) ist voll.
Anmeldungen (12) kommen aus Konz und Saarburg.
Konz (3) und Saarburg (4) haben Plätze gemeldet.
Das Familienzentrum, Probestraße 5, Konz, bietet Kurse für Familien mit Kindern.
Treffpunkt ist der Spielplatz, Musterweg 3: Kaffee, Spiele und Beratung.
Das Café liegt in der Probestraße 5 und ist für Familien offen.
Mein Eindruck: Die Leitung wünscht mehr Austausch.
""".strip().splitlines()


@pytest.mark.parametrize(("text", "art", "stelle"), GEMEINT)
def test_wird_gesehen(text, art, stelle):
    assert [(fund.art, fund.stelle) for fund in pruefe_text(text)] == [(art, stelle)]


@pytest.mark.parametrize("text", UNBEDENKLICH)
def test_geht_durch(text):
    assert pruefe_text(text) == []


def test_die_tabellen_sind_gross_genug():
    assert len(GEMEINT) >= 60
    assert len(UNBEDENKLICH) >= 60
    assert {art for _, art, _ in GEMEINT} == set(ARTEN) == set(RAT)


def test_mehrere_stellen_in_ihrer_reihenfolge():
    funde = pruefe_text("Familie Müller: Sohn Tim, geb. 3.4.15, Az. 51-1/24.")
    assert [fund.art for fund in funde] == ["familie", "kindname", "geburtsdatum", "aktenzeichen"]
    assert arten_von(funde) == ("Geburtsdatum, Aktenzeichen oder Fallnummer, Name eines Kindes, Name einer Familie")


def test_schwaerzen_laesst_laenge_und_zeilen():
    assert geschwaerzt("Der Sohn\nTim.", 4, 12) == "Der ████\n███."


BRUCHSTUECKE = st.sampled_from([text for text, _, _ in GEMEINT] + UNBEDENKLICH)
TEXTE = st.one_of(st.text(max_size=300), st.lists(BRUCHSTUECKE, max_size=6).map(" ".join))


@given(TEXTE)
def test_stellen_liegen_im_text_geordnet_und_ohne_ueberschneidung(text):
    ende = 0
    for fund in pruefe_text(text):
        assert ende <= fund.von < fund.bis <= len(text)
        assert text[fund.von : fund.bis] == fund.stelle
        assert fund.wort
        assert fund.rat
        ende = fund.bis


@given(TEXTE)
def test_nach_dem_schwaerzen_ist_keine_der_stellen_mehr_da(text):
    neu = text
    for fund in pruefe_text(text):
        neu = geschwaerzt(neu, fund.von, fund.bis)
    assert len(neu) == len(text)
    assert all(neu[fund.von : fund.bis].strip("█\r\n") == "" for fund in pruefe_text(text))


@given(st.text(max_size=200), BRUCHSTUECKE)
def test_zeilen_davor_aendern_nichts(davor, text):
    """A paragraph of its own is judged by itself."""
    allein = [fund.stelle for fund in pruefe_text(text)]
    gemeinsam = [fund.stelle for fund in pruefe_text(f"{davor}.\n\n{text}") if fund.von >= len(davor) + 3]
    assert gemeinsam[-len(allein) :] == allein if allein else True
