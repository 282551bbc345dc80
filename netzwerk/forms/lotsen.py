"""Forms of a Lotsenanfrage: the need with and without account, what becomes of it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils import timezone

from konten.forms import Bereichsform, Mehrfachauswahl
from konten.forms.fassung import MitFassungen
from konten.forms.textschutz import MitTextschutz
from konten.rules import Geltungsbereich
from netzwerk.models import Lotsenanfrage, Lotsenweiterleitung, Thema
from netzwerk.rules.lotsen import HINDERNISSE, Anfrageweg, Ergebnis, Hindernis
from netzwerk.services.lotsen import Abschluss, Lotsenangaben
from partner.models import Netzwerkpartner
from sozialraum.models import Gebietszuordnung, Gemeinde, Sozialraum

CHIPS = {"data-chips": ""}
ABSENDER = ("absender_name", "absender_stelle", "absender_email", "absender_telefon")
HOECHSTENS_THEMEN = 5


class Bedarfsfelder(MitTextschutz, forms.ModelForm):
    """The anonymous need itself; the same for everybody who asks."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Bitte öffnen Sie das Formular neu."})
    themen = Mehrfachauswahl(
        label="Worum geht es?",
        queryset=Thema.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs=CHIPS),
        error_messages={"required": "Bitte wählen Sie mindestens ein Thema."},
    )
    schutzfelder: tuple[str, ...] = ("titel", "text")

    class Meta:
        model = Lotsenanfrage
        fields = ["gemeinde", "titel", "text", "altersgruppe", "sprache", "mobilitaet", "zeit", "eile", *ABSENDER]
        help_texts = {
            "titel": "Ein Satz, zum Beispiel „Gruppe für Kinder nach einer Trennung“.",
            "sprache": "Nur wenn Deutsch nicht ausreicht.",
            "absender_telefon": "Für Rückfragen.",
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "eile": forms.RadioSelect(attrs=CHIPS),
            "zeit": forms.RadioSelect(attrs=CHIPS),
            "mobilitaet": forms.RadioSelect(attrs=CHIPS),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themen"].queryset = self._waehlbare_themen()
        self.fields["titel"].required = True
        self.fields["titel"].error_messages["required"] = "Bitte sagen Sie in einem Satz, was gesucht wird."
        self.fields["text"].max_length = 2000
        self.fields["altersgruppe"].label = "Für wen?"
        self.fields["sprache"].choices = [("", "Deutsch reicht"), *_ohne_leere(self.fields["sprache"].choices)]
        self.initial = {"uuid": self.instance.uuid if self.instance.pk else uuid4(), **self.initial}

    def _waehlbare_themen(self) -> Any:
        return Thema.objects.filter(Q(ist_aktiv=True) | Q(pk__in=self._bisherige()))

    def _bisherige(self) -> list[int]:
        return [thema.pk for thema in self.instance.themen.all()] if self.instance.pk else []

    def clean_themen(self) -> Collection[Thema]:
        themen = self.cleaned_data["themen"]
        if len(themen) > HOECHSTENS_THEMEN:
            raise forms.ValidationError(f"Bitte höchstens {HOECHSTENS_THEMEN} Themen wählen.")
        return themen

    def _angaben(self, sozialraum: Sozialraum, **weitere: Any) -> Lotsenangaben:
        daten = self.cleaned_data
        felder = ("titel", "text", "altersgruppe", "sprache", "mobilitaet", "zeit", "eile", *ABSENDER)
        return Lotsenangaben(
            sozialraum_id=sozialraum.pk,
            gemeinde_id=daten["gemeinde"].pk if daten.get("gemeinde") else None,
            themen=[thema.pk for thema in daten["themen"]],
            **{feld: daten[feld] for feld in felder if feld in daten},
            **weitere,
        )


def _ohne_leere(wahl: Any) -> list[tuple[str, str]]:
    return [(wert, text) for wert, text in wahl if wert]


class Lotsenform(MitFassungen, Bereichsform, Bedarfsfelder):
    """With an account: the Sozialraum is chosen; who takes a request on the phone names who called."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    weg = forms.ChoiceField(
        label="Wer fragt?",
        choices=[(Anfrageweg.KONTO, "ich selbst"), (Anfrageweg.TELEFON, "jemand am Telefon")],
        widget=forms.RadioSelect(attrs=CHIPS),
        initial=Anfrageweg.KONTO,
    )

    class Meta(Bedarfsfelder.Meta):
        fields = ["sozialraum", *Bedarfsfelder.Meta.fields]

    def __init__(self, *args, bereich: Geltungsbereich, partner: Netzwerkpartner | None = None, **kwargs) -> None:
        super().__init__(*args, bereich=bereich, **kwargs)
        self.partner = partner or self.instance.partner
        self._waehle_raeume(bereich)
        self._waehle_absender(bereich)

    def _waehle_raeume(self, bereich: Geltungsbereich) -> None:
        recht = "lotsen.bearbeiten" if self.instance.pk else "lotsen.stellen"
        raeume, feld = bereich.sozialraeume(recht), self.fields["sozialraum"]
        if raeume is not None:
            feld.queryset = feld.queryset.filter(pk__in=raeume)
        if len(auswahl := list(feld.queryset[:2])) == 1:
            self.initial.setdefault("sozialraum", auswahl[0])

    def _waehle_absender(self, bereich: Geltungsbereich) -> None:
        """The team asks for itself; everybody else may also ask for somebody on the phone."""
        for name, label in zip(ABSENDER, ("Name", "Einrichtung", "E-Mail", "Telefon"), strict=True):
            self.fields[name].label, self.fields[name].help_text = label, ""
        if self.instance.pk:
            self.initial |= {"version": self.instance.version, "themen": self._bisherige()}
        if self.instance.pk or not bereich.darf("lotsen.fuehren"):
            del self.fields["weg"]
        if not self.nennt_absender:
            for name in ABSENDER:
                del self.fields[name]
        elif self.partner and not self.instance.pk:
            angaben = {"weg": Anfrageweg.TELEFON, "absender_stelle": self.partner.name}
            self.initial |= angaben | {
                "absender_email": self.partner.email,
                "absender_telefon": self.partner.telefon,
            }

    @property
    def nennt_absender(self) -> bool:
        """True where the form names who asks: on the phone, or a request that came from outside."""
        if self.instance.pk:
            return self.instance.weg != Anfrageweg.KONTO
        return "weg" in self.fields

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        am_telefon = daten.get("weg") == Anfrageweg.TELEFON
        if am_telefon and not (daten.get("absender_name") or daten.get("absender_stelle")):
            self.add_error("absender_name", "Bitte nennen Sie, wer angerufen hat.")
        if am_telefon and not (daten.get("absender_email") or daten.get("absender_telefon")):
            self.add_error("absender_telefon", "Bitte nennen Sie Telefon oder E-Mail für die Antwort.")
        if fehler := _falscher_ort(daten.get("gemeinde"), daten.get("sozialraum"), timezone.localdate()):
            self.add_error("gemeinde", fehler)
        if daten.get("weg") == Anfrageweg.KONTO:
            daten |= dict.fromkeys(ABSENDER, "")
        return daten

    def angaben(self) -> Lotsenangaben:
        """The checked content for the service."""
        weitere: dict[str, Any] = {"partner_id": self.partner.pk if self.partner else None}
        if self.instance.pk:
            weitere |= {feld: getattr(self.instance, feld) for feld in ABSENDER if feld not in self.fields}
        return self._angaben(self.cleaned_data["sozialraum"], **weitere)


def _falscher_ort(gemeinde: Gemeinde | None, raum: Sozialraum | None, heute: date) -> str:
    if gemeinde is None or raum is None:
        return ""
    zeile = Gebietszuordnung.objects.aktiv(heute).filter(gemeinde=gemeinde).select_related("sozialraum").first()
    if zeile is None or zeile.sozialraum_id == raum.pk:
        return ""
    return f"{gemeinde} gehört zum Sozialraum {zeile.sozialraum}."


class Oeffentlichform(Bedarfsfelder):
    """Without account: one Sozialraum, its Gemeinden, and who asks with an address that is confirmed."""

    def __init__(self, *args, sozialraum: Sozialraum, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.sozialraum = sozialraum
        orte = Gebietszuordnung.objects.aktiv(timezone.localdate()).filter(sozialraum=sozialraum)
        feld = self.fields["gemeinde"]
        feld.queryset = Gemeinde.objects.filter(pk__in=orte.values("gemeinde")).order_by("name_norm")
        feld.to_field_name, feld.empty_label = "ags", "– keine Angabe –"
        self.fields["altersgruppe"].choices = [
            ("", "– bitte wählen –"),
            *_ohne_leere(self.fields["altersgruppe"].choices),
        ]
        for name in ("absender_name", "absender_stelle", "absender_email"):
            self.fields[name].required = True
        self.fields[
            "absender_email"
        ].help_text = "Wir schicken Ihnen einen Link. Erst wenn Sie ihn bestätigen, wird die Anfrage gelesen."

    def angaben(self) -> Lotsenangaben:
        return self._angaben(self.sozialraum)


class Abschlussform(MitTextschutz, forms.Form):
    """What became of the request; the asker reads the answer."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ergebnis = forms.ChoiceField(
        label="Was ist daraus geworden?",
        choices=Ergebnis.choices,
        widget=forms.RadioSelect(attrs=CHIPS),
        error_messages={"required": "Bitte wählen Sie das Ergebnis."},
    )
    durch = forms.ChoiceField(label="Wer hat den Platz gegeben?", required=False)
    hindernis = forms.ChoiceField(
        label="Woran lag es?", required=False, choices=[("", "– bitte wählen –"), *Hindernis.choices]
    )
    rueckmeldung = forms.CharField(
        label="Rückmeldung an die anfragende Stelle",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In einfachen Worten: Was ist vereinbart, wen kann man ansprechen, was ist der nächste Schritt?",
    )
    schutzfelder = ("rueckmeldung",)

    def __init__(self, *args, fragen: Sequence[Lotsenweiterleitung], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["durch"].choices = [
            ("", "– bitte wählen –"),
            *((str(frage.uuid), f"{frage}{_antwort(frage)}") for frage in fragen),
        ]
        self.fields["durch"].bedingt = self.fields["hindernis"].bedingt = True
        self.fields["durch"].help_text = "Nötig, wenn vermittelt wurde."
        self.fields["hindernis"].help_text = "Nötig, wenn nichts daraus wurde."

    def clean(self) -> dict[str, Any]:
        daten = super().clean()
        if daten.get("hindernis") and not HINDERNISSE.get(daten.get("ergebnis", ""), (None,)):
            daten["hindernis"] = ""
        return daten

    def abschluss(self) -> Abschluss:
        daten = self.cleaned_data
        return Abschluss(daten["ergebnis"], daten["rueckmeldung"], daten["hindernis"], daten["durch"] or None)


def _antwort(frage: Lotsenweiterleitung) -> str:
    return f" – {frage.get_antwort_display()}" if frage.antwort else ""


class Notizform(MitTextschutz, forms.Form):
    """A note, or the reason for opening again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    notiz = forms.CharField(
        label="Notiz",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Bitte schreiben Sie etwas dazu."},
    )
    schutzfelder = ("notiz",)
