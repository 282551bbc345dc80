"""Capitalised words of network texts that are no names: what the guard against client data must let pass."""

#: nouns that stand behind "Kind", "Familie", "Mädchen", "Eltern von" or before an age without naming anybody
KEIN_NAME = frozenset(
    """
    Abend Abende Absatz Abschnitt AG Akte Akten Aktion Aktionen Aktiv Alle Alleinerziehende Alleinerziehenden Alltag
    Als Alter Altes Am Ambulant Amt An Andere Anfang Angebot Angebote Angeboten Anlage Anlaufstelle Anmeldungen Antrag
    Anträge Arbeit Armut Asyl Auch
    Auf Aufgaben Aus Ausflug Austausch Babys Ball Band Bauen Bedarf Bedarfe Begleitung Behinderung Behinderungen Bei
    Beim Beirat Beruf Besuch Beteiligung Betreuer Betrieb Bewegung Bezug Bildung Bis Bücher Bücherei Bühne Büro Café
    Caritas Chor Computer Da Dabei Daher Damit Danach Dann Das Dass Daten Dem Den Der Des Deutsch Dezember Diakonie
    Die Dienst Dienstag Dienstags Dienste Diese Dieser Dokument Donnerstag Donnerstags Dorf Dort Du Durch Ehe
    Ehrenamt Ehrenamtliche Ehrenamtlichen Ein Eine Einem Einen Einer Einrichtung Einrichtungen Einzel Eltern
    Elternabend Elterncafé Elternteil Elternteile Ende Er Erfahrung Erfolg Ergebnis Erste Erster Erwachsene
    Erwachsenen Erzieher Erzieherin Erzieherinnen Erziehung Es Essen Event Fach Fachkraft Fachkräfte Fachkräften
    Fall Familie Familien Fax Februar Feier Ferien Fest Feste Feuerwehr Film Finanzen Flucht Flyer Forum Frage
    Fragen Frau Frauen Freie Freitag Freitags Freiwillige Freizeit Freunde Frieden Frühchen Frühe Fußball Fälle
    Föhren Förderer Für Ganztag Garten Gast Gebet Gedenken Gefahr Geflüchtete Geflüchteten Gegen Geld Gemeinde
    Gemeinden Gemeinsam Generation Generationen Geschwister Geschwistern Gesellschaft Gespräch Gespräche Gesundheit
    Gewalt Glück Grundschule Gruppe Gruppen Hallo Handwerk Hat Haus Haushalt Hebamme Hebammen Heim Heime Herbst
    Hermeskeil Herr Herren Herrn Hier Hilfe Hilfen Hilfeplan Hochwald Hort Ich Idee Ideen Ihr Ihre Im In Infos
    Initiative Inklusion Integration Internet Ist Ja Jahr Jahre Jahren Jahrgang Jede Jeder Jedes Jubiläum Jugend
    Jugendamt Jugendliche Jugendlichen Jugendlicher Jugendtreff Jugendzentrum Juli Junge Jungen Jungs Juni Kalender
    Kanal Kanzem Kein Keine Kell Kind Kinder Kindern Kindes Kirche Kita Kitas Klasse Klassen Klinik Kontakt Kontakte
    Konz Konzept Kosten Kraft Kranke Krankheit Kreis Krippe Krippen Kultur Kunst Kur Kurs Kurse Laden Lager Land
    Landkreis Laufzeit Leben Lehrer Lehrerin Lehrkraft Lehrkräfte Leitung Leiwen Lernen Leser Leute Leuten Liebe
    Lotsen Man Mann Markt Massage Medien Meeting Mehring Menschen Migranten Mit Mitarbeitende Mittagessen Mittwoch
    Mittwochs Monat Monate Monaten Montag Montags Mosel Musik Mutter Mädchen Männer Mütter Müttern Nach Nachbarn
    Nachmittag Natur Nein Netz Netzwerk Neue Neuer Neues Neugeborene Neugeborenen Nittel November Nur Nächste
    Nächster Nähe Ob Oben Oder Ohne Oktober Ort Orte Osten Ostern Paare Partner Partnerin Pause Person Personal
    Personen Pflege Pflegekinder Pflegekindern Phase Plan Planung Platz Plätze Politik Polizei Praktikum Praxis
    Presse Probleme Programm Projekt Projekte Projekten Pubertät Pädagogik Rat Rathaus Raum Recht Rechte Reinsfeld
    Rente Rhythmus Ruwer Räume Saar Saarburg Samstag Samstags Scholl Schule Schulen Schulkinder Schulkindern Schutz
    Schwangere Schwangeren Schweich Schwimmen Sehr Sein Seine Seit Seite Senioren September Serie Sie Sind So
    Sonntag Sonntags Sonst Sorgen Soziales Sozialraum Spaß Spiel Spiele Spielen Spielplatz Sport Sprache Später
    Stadt Stelle Stellen Streit Stress Studium Stärke Stärken Säuglinge Säuglingen Tag Tage Tagen Tanz Tanzen Tawern
    Team Teams Technik Teil Teile Teilhabe Telefon Termin Termine Theater Thema Themen Trauer Treff Treffen Trennung
    Trier Trittenheim Turnen Typ Uhr Um Umfeld Umgang Umzug Und Union Uns Unser Unsere Unten Unter Unternehmen
    Unterricht Verband Verbände Verein Vereine Verfahren Vertrag Verträge Viele Vom Von Vor Vorbereitung Vorlesen
    Väter Vätern Waldrach Wann War Was Wasserliesch Weihnachten Weil Welt Wenn Wer Werkstatt Wesen Wie Wincheringen
    Winter Wir Wird Wissen Wo Woche Wochen Wohl Wohnen Wohnraum Wunsch Wünsche Zeit Zeiten Zeltlager Zerf Ziel Ziele
    Zirkus Zoo Zu Zuhause Zukunft Zum Zur Zuwanderung Zweite Zwillinge Zwillingen Zwischen Ältere Älteren Ämter
    Ärzte Übergang Übung Bus Linie Maßnahme Nummer Punkt Rückmeldungen Runde Sitzung Station Tabelle Teilnehmende
    Teilnehmenden Tisch Variante Version Vorlage Zeile Ziffer Zimmer
    """.split()  # noqa: SIM905
)
#: endings of nouns that given names and surnames rarely have
KEIN_NAME_ENDUNGEN = tuple(
    """
    abend abende amt angebot angebote arbeit ball bedarf beirat bereich büro café chor dienst dienste eltern ende
    enden familien ferien fest garten gericht gruppe gruppen gärten haus heit hilfe hilfen häuser innen ismus ität
    jahr keit keiten kind kinder kindern kita kraft kreis kräfte kräften kurs kurse leitung liche lichen markt paar
    paare pause plan platz pläne plätze politik programm projekt projekte raum recht rechte räume schaft schaften
    schule schulen schutz schüler schülern spiel spiele stelle stellen tag tage tion tionen treff treffen turnier
    ung ungen verein vereine vertrag werk wesen woche wochen wohl zeit zeiten zentren zentrum
    """.split()  # noqa: SIM905
)
#: words before "Familie" that make it the name of a place or a department
VOR_FAMILIE = frozenset(
    """
    Abteilung Amt Arbeitskreis Ausschuss Beruf Bildung Bundesministerium Bündnis Fachbereich Fachdienst Fachstelle
    Familienzentrum Forum für Geschäftsbereich Haus Hauses Jahr Kirche Kompetenzzentrum Leitstelle Leitstellen
    Lokales Ministerium Ministeriums Netzwerk Projekt Referat Service Servicestelle Stiftung System Tag Thema
    Themenfeld Treffpunkt Welt Zentrum
    """.split()  # noqa: SIM905
)
#: articles and the like: what follows is a thing or an institution, not a child called by its name
VOR_SACHE = frozenset(
    """
    alle am beim das dem den der des die diese diesem dieser dieses ein eine einem einen einer eines ihr ihre ihrem
    ihrer im jede jeder jedes kein keine sein seine seiner unser unsere unserem unseren unserer vom zum zur
    """.split()  # noqa: SIM905
)
