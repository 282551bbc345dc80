"""Forms of the import: the file, the mapping of its columns, the Sozialräume of open partners."""

from typing import Any

from django import forms
from django.utils import timezone

from konten.rules import Geltungsbereich
from konten.rules.zahl import mehrzahl
from partner.forms.felder import Formularkern, Tagesfeld
from partner.models import Importlauf, Netzwerkpartner
from partner.rules.einlesen import NICHT_UEBERNEHMEN, PERSON, Zuordnung
from partner.services.einlesen.art import Importart
from partner.services.einlesen.grenzen import BYTES_HOECHSTENS, Blattfehler, Lesefehler, groesse_in_mb
from partner.services.einlesen.lesen import PARTNERLISTE, Kopf, Tabelle, lies_datei
from sozialraum.models import Sozialraum


class DateiForm(forms.Form):
    """The list; read and judged as a file here, so that every fault stands at the field."""

    datei = forms.FileField(
        label="Datei mit der Liste",
        help_text="CSV oder Excel (.xlsx), höchstens 10 MB und 25.000 Zeilen. Eine der ersten Zeilen nennt die "
        "Spalten. Beim Hochladen wird noch nichts eingetragen.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": "Die Datei ist leer.", "required": "Bitte wählen Sie eine Datei."},
    )
    blatt = forms.CharField(
        label="Tabellenblatt",
        required=False,
        max_length=100,
        help_text="Nur bei Excel-Mappen mit mehreren Listen: Name oder Nummer des Blattes. Sonst leer lassen.",
    )
    tabelle: Tabelle

    def __init__(self, *args, kopf: Kopf = PARTNERLISTE, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kopf = kopf

    def clean(self) -> dict[str, Any]:
        """The size is known without reading: a huge file lies on disk and stays there."""
        daten = super().clean()
        datei = daten.get("datei")
        if datei is None:
            return daten
        if datei.size > BYTES_HOECHSTENS:
            self.add_error(
                "datei",
                f"Die Datei ist {groesse_in_mb(datei.size)} groß. Möglich sind höchstens "
                f"{groesse_in_mb(BYTES_HOECHSTENS)}. Bitte teilen Sie die Liste.",
            )
            return daten
        try:
            self.tabelle = lies_datei(datei, self.kopf, blatt=daten.get("blatt", ""))
        except Blattfehler as fehler:
            self.add_error("blatt", str(fehler))
        except Lesefehler as fehler:
            self.add_error("datei", str(fehler))
        return daten


class VorlageForm(forms.Form):
    """Name under which a mapping is remembered."""

    name = forms.CharField(label="Name der Zuordnung", max_length=100)


class ZuordnungForm(forms.Form):
    """Which column is which field, which word means what. Fields are made from what the list contains."""

    def __init__(self, *args, lauf: Importlauf, art: Importart, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lauf, self.art = lauf, art
        self.bisher = Zuordnung.aus_json(lauf.zuordnung)
        self.verworfen = [name for name, feld in self.bisher.spalten.items() if feld == PERSON]
        self._baue_spalten()
        if art.worttitel:
            self._baue_worte()
        self.fields["leeren"] = forms.BooleanField(
            label="Leere Zellen leeren das Feld", required=False, initial=self.bisher.leeren
        )

    def _baue_spalten(self) -> None:
        felder = [("", "nicht übernehmen"), *self.art.felder.items()]
        beispiele = self.lauf.zuordnung.get("beispiele", {})
        for stelle, name in enumerate(self.lauf.spalten):
            if name not in self.verworfen:
                feld = forms.ChoiceField(
                    label=name, choices=felder, required=False, initial=self.bisher.spalten.get(name, "")
                )
                # Not as help text: that is trusted as HTML, this comes from the file.
                feld.beispiel = beispiele.get(name, "")
                self.fields[f"spalte_{stelle}"] = feld

    def _baue_worte(self) -> None:
        ziele = self.art.wortziele()
        wahl = [("", "bitte wählen"), *ziele, (NICHT_UEBERNEHMEN, "nicht übernehmen")]
        for nummer, (wort, anzahl) in enumerate(self.worte):
            feld = forms.ChoiceField(
                label=wort, choices=wahl, required=False, initial=self.bisher.kategorien.get(wort, "")
            )
            feld.beispiel = mehrzahl(anzahl, "Zeile", "Zeilen")
            self.fields[f"wort_{nummer}"] = feld
        if self.art.vorgabetitel:
            self.fields["vorgabe"] = forms.ChoiceField(
                label=self.art.vorgabetitel,
                choices=[("", "ablehnen"), *self.art.vorgabeziele()],
                required=False,
                initial=self.bisher.vorgabe,
            )

    @property
    def worte(self) -> list[tuple[str, int]]:
        """Words of the list, the most frequent first; two hundred are enough for any form."""
        worte = self.lauf.zuordnung.get("worte", {}).items()
        return sorted(worte, key=lambda eintrag: (-eintrag[1], eintrag[0]))[:200]

    @property
    def spaltenfelder(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("spalte_")]

    @property
    def wortfelder(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("wort_") or name == "vorgabe"]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        spalten = dict.fromkeys(self.verworfen, PERSON)
        for stelle, name in enumerate(self.lauf.spalten):
            if feld := daten.get(f"spalte_{stelle}"):
                spalten[name] = feld
        worte = {wort: daten.get(f"wort_{nummer}", "") for nummer, (wort, _) in enumerate(self.worte)}
        self.zuordnung = Zuordnung(
            spalten, {**self.bisher.kategorien, **worte}, daten.get("vorgabe", ""), bool(daten.get("leeren"))
        )
        if fehler := self.art.pruefe_zuordnung(self.zuordnung):
            raise forms.ValidationError(fehler)
        return daten


class ZustaendigkeitForm(Formularkern, forms.Form):
    """Which Sozialräume the ticked partners serve from which day on."""

    partner = forms.ModelMultipleChoiceField(
        Netzwerkpartner.objects.none(),
        to_field_name="uuid",
        label="Partner",
        error_messages={"required": "Bitte kreuzen Sie mindestens einen Partner an."},
    )
    sozialraeume = forms.ModelMultipleChoiceField(
        Sozialraum.objects.none(),
        to_field_name="kuerzel",
        label="Sozialräume",
        help_text="Ein Partner kann für mehrere Sozialräume zuständig sein.",
        widget=forms.CheckboxSelectMultiple(attrs={"data-chips": ""}),
        error_messages={"required": "Bitte wählen Sie mindestens einen Sozialraum."},
    )
    ab = Tagesfeld(label="Zuständig ab", initial=timezone.localdate)

    def __init__(self, *args, bereich: Geltungsbereich, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Netzwerkpartner.objects.sichtbar_fuer(bereich)
        raeume = Sozialraum.objects.waehlbar_fuer(bereich).in_sozialraeumen(bereich, "partner.bearbeiten", "pk")
        self.fields["sozialraeume"].queryset = raeume
