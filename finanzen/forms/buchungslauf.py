"""Forms of a list from the accounting: the file, and how it is to be read."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from finanzen.forms.auswahl import Antragsauswahl, MitTraeger, Projektauswahl, jahresfeld, sozialraumfeld, traegerfeld
from finanzen.models import Ausnahmeantrag, Buchungslauf, Projekt
from finanzen.rules import Ausgabenart
from finanzen.rules.buchungsliste import FELDER, PERSON, zuordnungsfehler
from finanzen.selectors.ausgabe import buchbare_antraege, buchbare_projekte
from finanzen.services.buchungslauf import BUCHUNGSLISTE, listenzuordnung, schluesselzahlen
from konten.forms import Bereichsform
from konten.rules import Geltungsbereich
from konten.rules.zahl import mehrzahl
from partner.services.einlesen.grenzen import BYTES_HOECHSTENS, Lesefehler, groesse_in_mb
from partner.services.einlesen.lesen import Tabelle, lies_datei

ARTEN = [("", "nicht buchen"), *Ausgabenart.choices]
#: more keys than this no Träger uses for network work
SCHLUESSEL_HOECHSTENS = 100


class Laufform(MitTraeger, Bereichsform, forms.Form):
    """The file and what it belongs to; it is read here, so that every fault stands at the field."""

    traeger = traegerfeld()
    sozialraum = sozialraumfeld()
    jahr = jahresfeld()
    datei = forms.FileField(
        label="Buchungsliste",
        help_text="CSV oder Excel (.xlsx) aus Ihrer Buchhaltung, höchstens 10 MB und 5.000 Zeilen. Spalten mit Namen "
        "und Bankverbindungen werden nicht gelesen. Beim Hochladen wird noch nichts gebucht.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": "Die Datei ist leer.", "required": "Bitte wählen Sie eine Datei."},
    )
    tabelle: Tabelle

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self.waehle_traeger(bereich, "ausgabe.erfassen")
        self.initial.setdefault("jahr", timezone.localdate().year)

    def clean_datei(self) -> UploadedFile:
        datei = self.cleaned_data["datei"]
        # The size is known without reading: a huge file lies on disk and stays there.
        if datei.size > BYTES_HOECHSTENS:
            raise forms.ValidationError(
                f"Die Datei ist {groesse_in_mb(datei.size)} groß. Möglich sind höchstens "
                f"{groesse_in_mb(BYTES_HOECHSTENS)}. Bitte teilen Sie die Liste."
            )
        try:
            self.tabelle = lies_datei(datei, BUCHUNGSLISTE)
        except Lesefehler as fehler:
            raise forms.ValidationError(str(fehler)) from fehler
        return datei


class Zuordnungsform(Bereichsform, forms.Form):
    """Which column is which field, which key is which kind. Fields are made from what the list contains."""

    vorgabe = forms.ChoiceField(label="Zeilen ohne Schlüssel", choices=ARTEN, required=False)
    antrag = Antragsauswahl(
        Ausnahmeantrag.objects.none(), label="Ausnahmeantrag für die Einzeltermine der Liste", required=False
    )
    projekt = Projektauswahl(Projekt.objects.none(), label="Projekt für die Zeilen der Art Projekt", required=False)

    def __init__(self, *args, bereich: Geltungsbereich, lauf: Buchungslauf, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self.lauf, self.bisher = lauf, listenzuordnung(lauf)
        self.verworfen = [name for name, feld in self.bisher.spalten.items() if feld == PERSON]
        ort = {"traeger": lauf.traeger_id, "sozialraum": lauf.sozialraum_id}
        self.fields["antrag"].queryset = buchbare_antraege(bereich).filter(jahr=lauf.jahr, **ort)
        self.fields["projekt"].queryset = buchbare_projekte(bereich).filter(**ort)
        self.initial |= {"vorgabe": self.bisher.vorgabe, **self._gewaehlte()}
        self._baue_spalten()
        self._baue_schluessel()

    def _gewaehlte(self) -> dict[str, Any]:
        """Application and project as chosen before, by their outside key."""
        namen = [name for name in ("antrag", "projekt") if self.lauf.zuordnung.get(name)]
        gewaehlt = {n: self.fields[n].queryset.filter(pk=self.lauf.zuordnung[n]).first() for n in namen}
        return {name: objekt.uuid for name, objekt in gewaehlt.items() if objekt}

    def _baue_spalten(self) -> None:
        wahl = [("", "nicht lesen"), *FELDER.items()]
        for stelle, name in enumerate(self.bisher.kopf):
            if name not in self.verworfen:
                feld = forms.ChoiceField(
                    label=name, choices=wahl, required=False, initial=self.bisher.spalten.get(name, "")
                )
                # Not as help text: that is trusted as HTML, this comes from the file.
                feld.beispiel = self._beispiel(stelle)
                self.fields[f"spalte_{stelle}"] = feld

    def _beispiel(self, stelle: int) -> str:
        texte = (zellen[stelle] for _, zellen in self.lauf.zeilen if stelle < len(zellen) and zellen[stelle])
        return next(texte, "")[:60]

    def _baue_schluessel(self) -> None:
        zahlen = schluesselzahlen(self.lauf).most_common(SCHLUESSEL_HOECHSTENS)
        self.schluessel = sorted(schluessel for schluessel, _ in zahlen)
        anzahl = dict(zahlen)
        for nummer, schluessel in enumerate(self.schluessel):
            feld = forms.ChoiceField(
                label=schluessel, choices=ARTEN, required=False, initial=self.bisher.arten.get(schluessel, "")
            )
            feld.beispiel = mehrzahl(anzahl[schluessel], "Zeile", "Zeilen")
            self.fields[f"schluessel_{nummer}"] = feld

    @property
    def spaltenfelder(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("spalte_")]

    @property
    def artenfelder(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("schluessel_")]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        self.spalten = dict.fromkeys(self.verworfen, PERSON)
        for stelle, name in enumerate(self.bisher.kopf):
            if feld := daten.get(f"spalte_{stelle}"):
                self.spalten[name] = feld
        self.arten = {s: daten.get(f"schluessel_{nummer}", "") for nummer, s in enumerate(self.schluessel)}
        if fehler := zuordnungsfehler(list(self.spalten.values())):
            raise forms.ValidationError(fehler)
        return daten
