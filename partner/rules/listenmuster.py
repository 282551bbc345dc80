"""Headings of a list to fill in, each with one invented example and what is meant by it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Musterspalte:
    """One column of the template; `noetig`: without it a row cannot be taken."""

    titel: str
    beispiel: str
    erklaerung: str
    noetig: bool = False


PARTNERMUSTER = (
    Musterspalte("Name", "Kita Beispielbach", "Wie die Einrichtung heißt.", noetig=True),
    Musterspalte("Kategorie", "Kita", "Wird nach dem Hochladen einer Partnerkategorie zugeordnet.", noetig=True),
    Musterspalte("Art", "Krippe", "Unterkategorie, zum Beispiel Grundschule oder Krippe."),
    Musterspalte("Straße und Hausnummer", "Bachweg 1", "Auch in zwei Spalten möglich: „Straße“ und „Hausnummer“."),
    Musterspalte("Postleitzahl", "54329", "Fünf Ziffern. Führende Nullen, die Excel entfernt hat, werden ergänzt."),
    Musterspalte("Ort", "Konz", "Bestimmt die Gemeinde und damit den Sozialraum.", noetig=True),
    Musterspalte("Telefon", "06501 00000", "Nummer der Einrichtung."),
    Musterspalte("E-Mail", "kita@beispielbach.example", "Adresse der Einrichtung."),
    Musterspalte("Internetseite", "www.beispielbach.example", "Mit oder ohne „https://“."),
    Musterspalte("Träger der Einrichtung", "Beispielträger e. V.", "Wer die Einrichtung betreibt."),
)
PERSONENMUSTER = (
    Musterspalte("Partner", "Kita Beispielbach", "Die Einrichtung, wie sie im Verzeichnis heißt.", noetig=True),
    Musterspalte("Ort des Partners", "Konz", "Nötig, wenn es den Namen an mehreren Orten gibt."),
    Musterspalte("Titel", "Dr.", "Akademischer Titel. „Frau“ und „Herr“ werden weggelassen."),
    Musterspalte("Vorname", "Anna", "Der Name darf auch in einer Spalte stehen: „Muster, Anna“ oder „Anna Muster“."),
    Musterspalte("Nachname", "Muster", "Eine Person je Zeile.", noetig=True),
    Musterspalte("Funktion", "Leitung", "Was sie dort tut. Ohne Angabe: Ansprechperson."),
    Musterspalte("Telefon (dienstlich)", "06501 00000", "Nur dienstliche Nummern. Private werden nicht gelesen."),
    Musterspalte("E-Mail (dienstlich)", "leitung@beispielbach.example", "Nur dienstliche Adressen."),
    Musterspalte("Schlüsselperson", "ja", "Ja oder nein. Leer heißt: bleibt, wie es ist."),
    Musterspalte("In der Funktion seit", "01.08.2024", "Ohne Angabe gilt der Tag des Einlesens."),
    Musterspalte("In der Funktion bis", "", "Nur wenn sie die Stelle schon verlassen hat."),
)
ANGEBOTSMUSTER = (
    Musterspalte("Titel", "Elterncafé", "Wie das Angebot heißt.", noetig=True),
    Musterspalte("Anbieter", "Kita Beispielbach", "Der Partner, wie er im Verzeichnis heißt.", noetig=True),
    Musterspalte("Ort des Anbieters", "Konz", "Nötig, wenn es den Namen an mehreren Orten gibt."),
    Musterspalte("Art", "Angebot", "Angebot, Raum, Ehrenamt, Person mit Fähigkeit, Material oder Wissen."),
    Musterspalte("In einem Satz", "Offener Treff für Eltern mit kleinen Kindern", "Höchstens 199 Zeichen."),
    Musterspalte("Beschreibung", "Kaffee, Austausch und Spiel.", "Ohne Namen und Angaben über Kinder und Familien."),
    Musterspalte("Sozialräume", "", "Mehrere mit Komma. Leer: die Sozialräume des Anbieters."),
    Musterspalte("Alter von", "0", "Jahre. Leer heißt: nicht bekannt."),
    Musterspalte("Alter bis", "6", "Jahre."),
    Musterspalte("Kosten", "kostenlos", "Kostenlos, kostet etwas oder Spende erbeten. Leer heißt: nicht bekannt."),
    Musterspalte("Betrag in Euro", "", "Zahl mit Komma."),
    Musterspalte("Zugang", "offen, ohne Anmeldung", "Offen, mit Anmeldung oder nur mit Zuweisung."),
    Musterspalte("Sprachen", "Deutsch, Arabisch", "Mehrere mit Komma."),
    Musterspalte("Telefon", "", "Nur wenn anders als beim Anbieter."),
    Musterspalte("E-Mail", "", "Nur wenn anders als beim Anbieter."),
    Musterspalte("Gilt bis", "31.12.2027", "Letzter Tag. Leer: ohne Ende."),
)
