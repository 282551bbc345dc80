"""Form of the resource finder (K05): choices and numbers only, nothing that a family could be written into."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import QueryDict

from konten.rules import Geltungsbereich
from netzwerk.rules.bedarf import Altersgruppe
from netzwerk.rules.lotsen import ALTER, Mobilitaet, Tageszeit
from netzwerk.selectors.thema import gefuehrte_themen
from partner.rules.angebotszeit import Wochentag
from partner.rules.finden import HOECHSTES_ALTER, Fahrt, Konstellation, Kriterium, Tagesabschnitt, Zugangswunsch
from partner.rules.fundworte import Namen
from partner.rules.sprachen import SPRACHEN
from partner.selectors.finden import gemeindeorte
from sozialraum.models import Sozialraum
from sozialraum.selectors.raum import waehlbare_sozialraeume

CHIPS = {"data-chips": ""}
RAUM = "raum-"
BAENDER = [(wert, text) for wert, text in Altersgruppe.choices if ALTER[wert][0] is not None]
#: criterion -> names in the address that ask for it
IM_ADRESSFELD: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        Kriterium.GEBIET: ("wo",),
        Kriterium.THEMA: ("thema",),
        Kriterium.ALTER: ("alter", "von", "bis"),
        Kriterium.SPRACHE: ("sprache",),
        Kriterium.BARRIERE: ("rollstuhl",),
        Kriterium.WEG: ("fahrt",),
        Kriterium.ZEIT: ("tag", "tageszeit"),
        Kriterium.ZUGANG: ("zugang",),
        Kriterium.KOSTEN: ("kostenlos",),
    }
)
_MOBIL = {Fahrt.FUSS: Mobilitaet.ORT, Fahrt.BUS: Mobilitaet.BUS, Fahrt.AUTO: Mobilitaet.AUTO}


def _wahl(label: str, choices: Iterable[tuple[Any, str]], leer: str, **weitere: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", leer), *choices], required=False, **weitere)


def _mehrere(label: str, choices: Iterable[tuple[Any, str]]) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple(attrs=CHIPS)
    return forms.MultipleChoiceField(label=label, choices=list(choices), required=False, widget=widget)


def _jahre(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=HOECHSTES_ALTER)


class Findeform(forms.Form):
    """A constellation; bound to the address, what cannot be read is left out."""

    wo = forms.ChoiceField(label="Wo wird etwas gesucht?", required=False)
    fahrt = _wahl("Wie kommt man hin?", Fahrt.choices, "egal")
    alter = _wahl("Altersgruppe", BAENDER, "alle")
    von = _jahre("oder Alter von")
    bis = _jahre("bis")
    thema = _mehrere("Worum geht es?", ())
    sprache = _wahl("Sprache", SPRACHEN.items(), "egal")
    tag = _mehrere("An welchen Tagen geht es?", Wochentag.choices)
    tageszeit = _mehrere("Zu welcher Zeit?", Tagesabschnitt.choices)
    zugang = _wahl("Zugang", Zugangswunsch.choices, "egal")
    rollstuhl = forms.BooleanField(label="Mit Rollstuhl zugänglich", required=False)
    kostenlos = forms.BooleanField(label="Kostenlos", required=False)

    def __init__(self, data: QueryDict, *, bereich: Geltungsbereich, stichtag: date) -> None:
        super().__init__(data)
        self._raeume = {f"{RAUM}{raum.kuerzel}": raum for raum in waehlbare_sozialraeume(bereich)}
        self._gemeinden = {zeile[0]: zeile for zeile in gemeindeorte(stichtag)}
        self._themen = {str(thema.pk): thema for thema in gefuehrte_themen(bereich)}
        self.fields["wo"].choices = [
            ("", "im ganzen Landkreis"),
            ("Sozialraum", [(schluessel, raum.name) for schluessel, raum in self._raeume.items()]),
            ("Gemeinde", [(ags, zeile[1]) for ags, zeile in self._gemeinden.items()]),
        ]
        self.fields["thema"].choices = [(pk, thema.name) for pk, thema in self._themen.items()]

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        von, bis = daten.get("von"), daten.get("bis")
        if von is not None and bis is not None and von > bis:
            self.add_error("von", "Das Alter „von“ liegt über dem Alter „bis“.")
            daten.pop("bis", None)
        return daten

    @property
    def gelesen(self) -> Mapping[str, Any]:
        """What could be read, also when something else could not."""
        self.is_valid()
        return self.cleaned_data

    @property
    def adresse(self) -> QueryDict:
        """The constellation as it stands in the address; nothing else that came along."""
        rein = QueryDict(mutable=True)
        for name in self.fields:
            if name not in self.errors and (werte := [wert for wert in self.data.getlist(name) if wert]):
                rein.setlist(name, werte)
        return rein

    def ohne(self, kriterium: str) -> str:
        """The address without this criterion."""
        rest = self.adresse
        for name in IM_ADRESSFELD[kriterium]:
            rest.pop(name, None)
        return rest.urlencode()

    @property
    def ort(self) -> Sozialraum | tuple | None:
        """The Sozialraum, or the row of the Gemeinde."""
        wo = self.gelesen.get("wo") or ""
        return self._raeume.get(wo) or self._gemeinden.get(wo)

    @property
    def namen(self) -> Namen:
        ort = self.ort
        name = ort.name if isinstance(ort, Sozialraum) else ort[1] if ort else ""
        return Namen({thema.pk: thema.name for thema in self._themen.values()}, name)

    @property
    def spanne(self) -> tuple[int | None, int | None]:
        """First and last year; a span counts more than the band."""
        daten = self.gelesen
        genannt = daten.get("von"), daten.get("bis")
        if genannt != (None, None) or not daten.get("alter"):
            return genannt
        von, unter = ALTER[daten["alter"]]
        return von, unter - 1 if unter is not None else None

    def konstellation(self) -> Konstellation:
        """What the rule is asked."""
        daten, ort = self.gelesen, self.ort
        von, bis = self.spanne
        return Konstellation(
            alter_von=von,
            alter_bis=bis,
            themen=frozenset(map(int, daten.get("thema", ()))),
            sprache=daten.get("sprache", ""),
            fahrt=daten.get("fahrt", ""),
            tage=frozenset(map(int, daten.get("tag", ()))),
            abschnitte=frozenset(daten.get("tageszeit", ())),
            zugang=daten.get("zugang", ""),
            rollstuhl=daten.get("rollstuhl", False),
            kostenlos=daten.get("kostenlos", False),
            **_stelle(ort),
        )

    def weitergabe(self) -> str:
        """The same constellation as the forms of Lotsenanfragen and needs read it from their address."""
        daten, ort = self.gelesen, self.ort
        frage = QueryDict(mutable=True)
        if isinstance(ort, Sozialraum):
            frage["sozialraum"] = ort.kuerzel
        elif ort:
            frage["gemeinde"] = ort[0]
            frage["sozialraum"] = next((r.kuerzel for r in self._raeume.values() if r.pk == ort[3]), "")
        frage.setlist("thema", daten.get("thema", []))
        tageszeiten, tage = daten.get("tageszeit", []), {int(tag) for tag in daten.get("tag", ())}
        wochenende = Tageszeit.WOCHENENDE if tage and tage <= {5, 6} else ""
        weitere = {
            "altersgruppe": altersgruppe(*self.spanne),
            "sprache": daten.get("sprache", ""),
            "mobilitaet": _MOBIL.get(daten.get("fahrt", ""), daten.get("fahrt", "")),
            "zeit": wochenende or (tageszeiten[0] if len(tageszeiten) == 1 else ""),
        }
        frage.update({name: wert for name, wert in weitere.items() if wert})
        return frage.urlencode()


def _stelle(ort: Sozialraum | tuple | None) -> dict[str, Any]:
    if ort is None:
        return {}
    if isinstance(ort, Sozialraum):
        return {"sozialraum": ort.pk}
    _, _, gemeinde, sozialraum, breite, laenge = ort
    return {"sozialraum": sozialraum, "gemeinde": gemeinde, "punkt": (float(breite), float(laenge))}


def altersgruppe(von: int | None, bis: int | None) -> str:
    """The band that holds this span; empty when none does."""
    if von is None or bis is None:
        return ""
    passend = (band for band, _ in BAENDER if ALTER[band][0] <= von and bis < ALTER[band][1])
    return next(passend, "")
