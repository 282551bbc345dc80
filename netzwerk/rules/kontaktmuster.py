"""Headings of a list of contacts to fill in."""

from partner.rules.listenmuster import Musterspalte

KONTAKTMUSTER = (
    Musterspalte("Tag", "01.03.2025", "Wann der Kontakt war, nie in der Zukunft.", noetig=True),
    Musterspalte("Uhrzeit", "", "Nur nötig, um zwei Kontakte eines Tages zu unterscheiden."),
    Musterspalte(
        "Art", "Telefonat", "Telefonat, E-Mail, Besuch, Treffen, Gremium, Veranstaltung, Kurzkontakt …", noetig=True
    ),
    Musterspalte("Partner", "Kita Beispielbach", "Wie im Verzeichnis. Mehrere durch Semikolon getrennt.", noetig=True),
    Musterspalte("Ort des Partners", "Konz", "Nötig, wenn es den Namen an mehreren Orten gibt."),
    Musterspalte("Sozialraum", "Konz", "Nötig, wenn der Partner in mehreren Ihrer Sozialräume wirkt."),
    Musterspalte("Erreicht?", "ja", "Ja oder nein. Leer heißt: erreicht."),
    Musterspalte("Bezug", "einzelfallübergreifend", "Einzelfallübergreifend, fallbezogen oder beides.", noetig=True),
    Musterspalte(
        "Zweck", "Beziehung pflegen", "Ressourcen erschließen, aktivieren, Beziehung pflegen oder Wissen gewinnen."
    ),
    Musterspalte("Themen", "", "Mehrere mit Komma, wie sie in der Verwaltung heißen."),
    Musterspalte(
        "Ergebnis", "Sprechstunde verabredet", "Keine Namen, Geburtsdaten oder Aktenzeichen von Kindern und Familien."
    ),
    Musterspalte("Vereinbart wurde", "", "Was beide zugesagt haben."),
    Musterspalte("Dauer in Minuten", "30", "Auch „1,5 h“ oder „1:30“."),
)
