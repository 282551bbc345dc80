"""The handbook's table of contents."""

#: slug -> title; the text is templates/hilfe/<slug>.html
HILFE = {
    "anmelden": "Anmelden und das eigene Konto",
    "kontakt-erfassen": "Einen Kontakt erfassen",
    "partner-finden": "Partner finden und pflegen",
    "partner-importieren": "Eine Partnerliste importieren",
    "abdeckung-lesen": "Die Abdeckung lesen",
    "bericht-drucken": "Den Bericht eines Sozialraums drucken",
    "sozialraeume-pflegen": "Sozialräume, Träger und Zuständigkeiten pflegen",
    "stellenanteile": "Stellenanteile vorschlagen und bestätigen",
}
