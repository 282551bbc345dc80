"""The form of the minutes: who came, what came out of each item, what was decided and who takes care of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_date

from konten.forms.textschutz import MitTextschutz
from konten.models import Benutzer
from konten.models.schluessel import lies_uuids
from netzwerk.forms.fassung import Beistueck, MitZeilenfassungen, namen_von
from netzwerk.forms.felder import CHIPS, NfcText
from netzwerk.forms.zeilen import Zeilenform, Zeilensatz
from netzwerk.models import Beschluss
from netzwerk.rules.gremium import Anwesenheit
from netzwerk.selectors.sitzung import Protokoll, zustaendige_konten
from netzwerk.services.protokoll import Beschlussangabe, Protokollangaben
from partner.models import Netzwerkpartner
from partner.selectors.dubletten import nach_schluesseln

GAESTE_HOECHSTENS = 40


def _tag() -> forms.DateField:
    return forms.DateField(
        label="Bis wann?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": "Bitte geben Sie den Tag als TT.MM.JJJJ ein."},
    )


class _Beschlusstext(NfcText):
    """Wraps on a phone but is one line: it becomes the text of a next step."""

    def to_python(self, value: str | None) -> str:
        return " ".join(super().to_python(value).split())


BESCHLUESSE = Zeilensatz(
    "beschluss",
    {
        "uuid": lambda: forms.UUIDField(required=False, widget=forms.HiddenInput),
        # Account and day as this form showed them.
        "gezeigt": lambda: forms.CharField(required=False, max_length=200, strip=False, widget=forms.HiddenInput),
        "text": lambda: _Beschlusstext(
            label="Beschluss", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
        ),
        "konto": lambda: forms.ChoiceField(label="Wer kümmert sich?", required=False),
        "am": _tag,
        "wer": lambda: NfcText(
            label="Oder: jemand ohne Konto",
            max_length=150,
            required=False,
            help_text="Steht im Protokoll, wird aber keine Wiedervorlage.",
        ),
    },
)


class _Protokollfelder(Zeilenform):
    zeilensaetze = (BESCHLUESSE,)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    protokoll = NfcText(
        label="Allgemeines",
        required=False,
        max_length=20_000,
        widget=forms.Textarea,
        help_text="Keine Namen, Geburtsdaten oder Aktenzeichen von Kindern und Familien.",
    )

    def __init__(self, data: QueryDict | None = None, *args, protokoll: Protokoll, **kwargs) -> None:
        sitzung = protokoll.sitzung
        kwargs["initial"] = {"version": sitzung.version, "protokoll": sitzung.protokoll}
        kwargs["bestand"] = {"beschluss": [_zeile(beschluss) for beschluss in protokoll.beschluesse]}
        super().__init__(data, *args, **kwargs)
        self.gespeichert = protokoll
        self.konten = {konto.username: konto for konto in zustaendige_konten(sitzung.gremium, self.bereich.stichtag)}
        self._ergaenze_bisherige(protokoll.beschluesse)
        self.gaeste = self._gaeste()
        self._baue_felder()

    def _ergaenze_bisherige(self, beschluesse: Sequence[Beschluss]) -> None:
        for beschluss in beschluesse:
            if schritt := getattr(beschluss, "wiedervorlage", None):
                self.konten.setdefault(schritt.benutzer.username, schritt.benutzer)

    def _baue_felder(self) -> None:
        wahl = [("", "– niemand mit Konto –"), *((name, str(konto)) for name, konto in self.konten.items())]
        for name, feld in self.fields.items():
            if name.endswith("_konto"):
                feld.choices = wahl
        for zeile in self.gespeichert.zeilen:
            if not zeile.ist_gast:
                name = f"anwesenheit-{zeile.schluessel}"
                self.initial[name] = zeile.anwesenheit
                self.fields[name] = forms.ChoiceField(
                    label=zeile.name,
                    choices=Anwesenheit.choices,
                    required=False,
                    widget=forms.RadioSelect(attrs=CHIPS),
                )
        for nummer, punkt in enumerate(self.gespeichert.punkte, start=1):
            name = f"ergebnis-{punkt.uuid}"
            self.initial[name] = punkt.text
            self.fields[name] = NfcText(
                label=f"{nummer}. {punkt.titel}",
                required=False,
                max_length=8000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        texte = tuple(name for name in self.fields if name.startswith("ergebnis-") or name.endswith(("_text", "_wer")))
        self.schutzfelder = ("protokoll", *texte)

    def _gaeste(self) -> list[Netzwerkpartner]:
        """Guests as posted and stored ones; an unknown or forged key falls away."""
        bisherige = {zeile.partner.uuid: zeile.partner for zeile in self.gespeichert.zeilen if zeile.ist_gast}
        if not self.is_bound:
            return list(bisherige.values())
        verlangt = [*self.data.getlist("gast"), self.data.get("gast_hinzu", "")]
        uuids = lies_uuids(wert for wert in verlangt if wert != self.data.get("gast_weg"))
        mitglieder = {zeile.partner.pk for zeile in self.gespeichert.zeilen if not zeile.ist_gast and zeile.partner}
        sichtbar = Netzwerkpartner.objects.sichtbar_fuer(self.bereich).exclude(pk__in=mitglieder)
        return nach_schluesseln(sichtbar, uuids[:GAESTE_HOECHSTENS])

    @property
    def anwesenheit(self) -> list[dict[str, Any]]:
        """For the template: seat and its field."""
        return [
            {"zeile": zeile, "feld": self[f"anwesenheit-{zeile.schluessel}"]}
            for zeile in self.gespeichert.zeilen
            if not zeile.ist_gast
        ]

    @property
    def ergebnisse(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("ergebnis-")]

    @property
    def beschluesse(self) -> list[dict[str, Any]]:
        return self.zeilen("beschluss")

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        for zeile in self.beschluesse:
            self._pruefe_beschluss(*(zeile[feld] for feld in ("text", "konto", "am", "wer")))
        return daten

    def _pruefe_beschluss(self, text: Any, konto: Any, am: Any, wer: Any) -> None:
        werte = [self.cleaned_data.get(feld.name) for feld in (text, konto, am, wer)]
        if any(werte) and not werte[0] and text.name not in self.errors:
            self.add_error(text.name, "Bitte schreiben Sie, was beschlossen wurde.")
        if werte[1] and not werte[2] and am.name not in self.errors:
            self.add_error(am.name, "Bitte nennen Sie den Tag, bis zu dem es getan sein soll.")
        if werte[2] and not werte[1] and konto.name not in self.errors:
            self.add_error(konto.name, "Bitte wählen Sie ein Konto: Nur dort erinnert die Anwendung an den Tag.")

    def angaben(self) -> Protokollangaben:
        """The checked content for the service."""
        daten = self.cleaned_data
        sitze = [zeile for zeile in self.gespeichert.zeilen if not zeile.ist_gast]
        return Protokollangaben(
            anwesenheit={zeile.teilnahme_von.pk: daten.get(f"anwesenheit-{zeile.schluessel}", "") for zeile in sitze},
            gaeste=frozenset(gast.pk for gast in self.gaeste),
            ergebnisse={punkt.uuid: daten.get(f"ergebnis-{punkt.uuid}", "") for punkt in self.gespeichert.punkte},
            protokoll=daten["protokoll"],
            beschluesse=tuple(self._beschluss(zeile) for zeile in self.werte("beschluss") if zeile["text"]),
        )

    def _beschluss(self, zeile: dict[str, Any]) -> Beschlussangabe:
        konto: Benutzer | None = self.konten.get(zeile["konto"])
        return Beschlussangabe(
            text=zeile["text"],
            uuid=zeile["uuid"],
            zustaendig_text=zeile["wer"] or "",
            benutzer_id=konto.pk if konto else None,
            am=zeile["am"],
            gezeigt=self._gezeigt(zeile["gezeigt"] or ""),
        )

    def _gezeigt(self, marke: str) -> tuple[int | None, date | None] | None:
        """None where nothing was shown: a new row, or a mark that is none."""
        tag, trenner, name = marke.partition(" ")
        if not trenner:
            return None
        konto = self.konten.get(name)
        try:
            return konto.pk if konto else None, parse_date(tag)
        except ValueError:
            return None


class Protokollform(MitZeilenfassungen, MitTextschutz, _Protokollfelder):
    """The same with the guard against client data over every text; comparable by version."""

    zeilentitel = {"beschluss": "Beschlüsse"}

    def beistuecke(self) -> Mapping[str, Beistueck]:
        gaeste = Beistueck("Gäste", namen_von(self.gaeste), self._schreibe_gaeste)
        return {"gast": gaeste, **super().beistuecke()}

    def _schreibe_gaeste(self, daten: QueryDict) -> None:
        daten.setlist("gast", [str(gast.uuid) for gast in self.gaeste])

    def mit_gespeichertem(self, gespeichert: forms.BaseForm, name: str) -> QueryDict:
        """Both versions stand side by side: from now on the stored steps are what the person has before her eyes."""
        daten = super().mit_gespeichertem(gespeichert, name)
        marken = {str(zeile["uuid"].value()): zeile["gezeigt"].value() for zeile in gespeichert.beschluesse}
        for feld in [feld for feld in daten if feld.startswith("beschluss_") and feld.endswith("_uuid")]:
            daten[feld.removesuffix("uuid") + "gezeigt"] = marken.get(daten[feld], "")
        return daten


def _zeile(beschluss: Beschluss) -> dict[str, Any]:
    schritt = getattr(beschluss, "wiedervorlage", None)
    return {
        "uuid": beschluss.uuid,
        "gezeigt": f"{schritt.am.isoformat()} {schritt.benutzer.username}" if schritt else " ",
        "text": beschluss.text,
        "konto": schritt.benutzer.username if schritt else "",
        "am": schritt.am if schritt else None,
        "wer": beschluss.zustaendig_text,
    }
