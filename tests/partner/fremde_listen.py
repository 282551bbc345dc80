"""Lists as other counties and towns publish them, with invented institutions: heading, quirks and encoding are real."""

import io
from collections.abc import Callable

import openpyxl


def _mappe(baue: Callable) -> bytes:
    mappe = openpyxl.Workbook()
    baue(mappe.active)
    puffer = io.BytesIO()
    mappe.save(puffer)
    return puffer.getvalue()


SCHULEN_LAND = """SNR;Schulname;Strasse;PLZ;Ort;Telefon;Fax;E-Mail;Schulleiter
40123;Grundschule Musterberg;Hauptstr. 5;56564;Neuwied;02631 1234;02631 1235;gs@musterberg.example;Frau Erfunden
40124;"Realschule plus
Am Römerwall";Römerwall 2;56626;Andernach;02632 99;;rs@roemerwall.example;Herr Erdacht
""".encode("cp1252")

KITAS_STRICH = """Einrichtung|Träger|Plätze U3|Plätze Ü3|Anschrift
Kita Spatzennest|AWO Kreisverband|20|45|Lindenweg 3, 55543 Bad Kreuznach
Kath. Kindergarten St. Anna|Kath. Kirchengemeinde|0|75|Kirchplatz 1, 55545 Bad Kreuznach
"""

KITAS_GEO = """KITA_NAME,STR,HNR,PLZ,ORT,X_WGS84,Y_WGS84
Kita Hafenwelle,Seestraße,12a,24937,Flensburg,9.4321,54.7812
Kita Möwe,Am Strand,4,24939,Flensburg,9.44,54.79
"""

SCHULEN_UTM = """OBJECTID;Bezeichnung;Schulform;Adresse;UTM_OST;UTM_NORD
1;Gymnasium am Stadtpark;Gymnasium;Parkallee 9, 45127 Essen;361234,5;5702345,1
2;Förderschule Ruhrblick;Förderschule;Ruhrweg 1, 45239 Essen;360111;5699999
"""

LFD_SUMME = """Verzeichnis der Kindertagesstätten im Landkreis Musterland;;;;
Stand: 01.08.2025;;;;
Lfd. Nr.;Name der Einrichtung;Straße, Hausnummer;PLZ / Ort;Telefon-Nr.
1;Kita Wirbelwind;Ringstr. 7;67655 Kaiserslautern;0631/4711
2;Kita Pusteblume;Gartenweg 2;67655 Kaiserslautern;siehe oben
Gesamt: 2 Einrichtungen;;;;
* Ferienzeiten siehe Aushang;;;;
""".encode("cp1252")

ZWEIZEILIG = """Einrichtung;Anschrift;;;Erreichbarkeit;
Name;Straße;PLZ;Ort;Telefon;E-Mail
Jugendtreff Nord;Nordring 1;66111;Saarbrücken;0681 100;nord@treff.example
Jugendtreff Süd;Südring 8;66117;Saarbrücken;0681 200;sued@treff.example
"""

UTF16_TAB = (
    "Schulnummer\tSchulname\tSchulart\tStraße\tPostleitzahl\tSchulort\tTelefonvorwahl\tTelefonnummer\tHomepage\n"
    "10001\tGrundschule Überlingen-Süd\tGrundschule\tSeestr. 1\t88662\tÜberlingen\t7551\t4400\twww.gs-sued.example\n"
    "10002\tMörike-Gymnasium\tGymnasium\tMörikeweg 3\t88662\tÜberlingen\t07551\t5500\thttps://mg.example\n"
).encode("utf-16")

GRUPPEN = """Stadtteil;Nr.;Kindertageseinrichtung;Straße;PLZ
Altstadt;1;Kita Stadtmauer;Mauerweg 3;99084
;2;Kita Domplatz;Domgasse 1;99084
;3;Kita Krämerbrücke;Brückenstr. 5;99084
Nordviertel;4;Kita Nordlicht;Nordstr. 9;99086
;5;Kita Polarstern;Nordstr. 77;99086
"""

ABSCHNITTE = """Schule;Straße;Telefon;E-Mail
Stadt Wittlich;;;
Grundschule Am Berg;Bergstr. 3;06571 11;berg@schule.example
Grundschule Im Tal;Talstr. 4;06571 12;tal@schule.example
Bernkastel-Kues;;;
Grundschule an der Brücke;Brückenweg 1;06531 13;bruecke@schule.example
"""

ENGLISCH = """facility_id,facility name,school type,street address,zip code,city,phone number,website url,principal
A-1,Primary School Example,primary,Hauptstr. 1,68159,Mannheim,+49 621 1234,https://ps.example,Jane Invented
"""

OHNE_KOPF = """Kita Eins;Weg 1;12345;Ort
Kita Zwei;Weg 2;12345;Ort
"""

NUR_ZAHLEN = """Jahr;Plätze;Kinder
2023;100;98
2024;110;105
"""


def _schulamt(blatt) -> None:
    blatt.merge_cells("A1:G1")
    blatt["A1"] = "Schulverzeichnis – Schulamt des Landkreises Beispielstadt"
    blatt["A2"] = "(Logo)"
    blatt.append([])
    blatt.append(["Gemeinde", "Name der Schule", "Straße", "Hausnr.", "PLZ", "Telefon", "Rektor/in"])
    blatt.append(["Daun", "Grundschule Maarblick", "Maarweg", 3, 54550, 65921234, "Frau Erfunden"])
    blatt.append([None, "Realschule plus Vulkaneifel", "Vulkanring", "10-12", 54550, 65925678, "Herr Erdacht"])
    blatt.append(["Gerolstein", "Grundschule Brunnen", "Brunnenstr.", 1, 54568, "06591 77", "Frau Ausgedacht"])
    blatt.merge_cells("A5:A6")


def _traeger(blatt) -> None:
    blatt.append(["Träger", "Einrichtung", "Straße und Hausnummer", "PLZ", "Ort", "Tel.", "Betreuungszeiten"])
    blatt.append(["Stadt Mayen", "Kita Burgfrieden", "Burgstr. 1", 56727, "Mayen", 2651123456, "7:00–16:30"])
    blatt.append([None, "Kita Schlossgarten", "Am Schloss 2", 56727, "Mayen", 2651123457, "7:30–14:00"])
    blatt.append([None, "Kita Mühlrad", "Mühlenweg 3", 56727, "Mayen", 123458, ""])
    blatt.merge_cells("A2:A4")


SCHULAMT = _mappe(_schulamt)
TRAEGER = _mappe(_traeger)
