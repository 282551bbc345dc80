"""Contact persons of a partner: enter, change, has left, business card."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView

from konten.rules import normalisiere
from konten.rules.zahl import tagesdatum
from konten.views import Bearbeitbar, Gesichert, MitRueckgabe, Sichtbar
from partner.forms.person import Funktionsformular, Verlassenformular
from partner.models import Funktion, Netzwerkpartner, Person
from partner.rules.erreichbarkeit import Stelle, Visitenkarte, vcard
from partner.selectors.partner import suche_ansprechpersonen
from partner.selectors.person import aehnliche_personen
from partner.services.person import aendere, trage_ein
from partner.views.partner import HILFE
from partner.views.pflege import Aktseite

HOECHSTENS_TREFFER = 20
SUCHTEXT_HOECHSTENS = 100


class AehnlichePersonen(Gesichert, TemplateView):
    """`/personen/aehnliche/`: the piece of the form that names likely doubles while one types."""

    permission_required = "partner.bearbeiten"
    template_name = "partner/_aehnliche_personen.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        vorname, nachname = (self.request.GET.get(n, "")[:SUCHTEXT_HOECHSTENS] for n in ("vorname", "nachname"))
        return super().get_context_data(aehnliche=aehnliche_personen(vorname, nachname), **kwargs)


class FunktionNeu(MitRueckgabe, Bearbeitbar, CreateView):
    """`/partner/<uuid>/ansprechpersonen/neu/`: a new person, or one found by name (`?q=`, then `?person=`)."""

    model = Netzwerkpartner
    form_class = Funktionsformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/funktion_form.html"
    hilfe = HILFE

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.has_permission():
            self.partner, self.person = self.get_object(), self._gewaehlte_person()
        return super().dispatch(request, *args, **kwargs)

    def _gewaehlte_person(self) -> Person | None:
        schluessel = self.request.GET.get("person")
        if not schluessel:
            return None
        try:
            return Person.objects.waehlbar_fuer(self.bereich).get(uuid=schluessel)
        except (Person.DoesNotExist, ValidationError):
            raise Http404 from None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person, "instance": Funktion(partner=self.partner)}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        q = self.request.GET.get("q", "").strip()[:SUCHTEXT_HOECHSTENS]
        treffer = suche_ansprechpersonen(q, timezone.localdate())[:HOECHSTENS_TREFFER] if q else []
        kontext = super().get_context_data(partner=self.partner, person=self.person, q=q, treffer=treffer, **kwargs)
        return kontext | {"aehnliche": kontext["form"].aehnliche}

    def form_valid(self, form: Funktionsformular) -> HttpResponse:
        form.instance.uuid = form.cleaned_data["uuid"]
        funktion = trage_ein(funktion=form.instance, person=form.benannte_person())
        messages.success(self.request, f"{funktion.person} ist als Ansprechperson eingetragen.")
        return HttpResponseRedirect(self.partner.get_absolute_url())


class FunktionBearbeiten(MitRueckgabe, Bearbeitbar, UpdateView):
    """`/ansprechpersonen/<uuid>/bearbeiten/`."""

    model = Funktion
    form_class = Funktionsformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/funktion_form.html"
    hilfe = HILFE

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.object.person}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(partner=self.object.partner, funktion=self.object, **kwargs)

    def form_valid(self, form: Funktionsformular) -> HttpResponse:
        form.instance.person = form.benannte_person()
        aendere(funktion=form.instance)
        messages.success(self.request, "Die Angaben zur Ansprechperson sind gespeichert.")
        return HttpResponseRedirect(form.instance.get_absolute_url())


class FunktionBeenden(Aktseite):
    """`/ansprechpersonen/<uuid>/beenden/`: has left the institution."""

    model = Funktion
    form_class = Verlassenformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/funktion_beenden.html"
    context_object_name = "funktion"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beginn": self.object.von}

    def form_valid(self, form: Verlassenformular) -> HttpResponse:
        self.object.bis = form.cleaned_data["bis"]
        self.object.save()
        messages.success(
            self.request, f"{self.object.person} ist bis zum {tagesdatum(self.object.bis)} als Ansprechperson geführt."
        )
        return HttpResponseRedirect(self.object.get_absolute_url())


class FunktionVcard(Sichtbar, DetailView):
    """`/ansprechpersonen/<uuid>/vcard/`: for the phone's address book."""

    model = Funktion
    permission_required = "partner.sehen"

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        return kartenantwort(self.object.person, str(self.object.uuid), [self.object])


class PersonVcard(Sichtbar, DetailView):
    """`/personen/<uuid>/vcard/`: all posts that the person holds today on one card."""

    model = Person
    permission_required = "partner.sehen"

    def render_to_response(self, context: dict[str, Any], **kwargs) -> HttpResponse:
        heutige = self.object.funktionen.aktiv(timezone.localdate()).select_related("partner", "adresse")
        return kartenantwort(self.object, str(self.object.uuid), heutige)


def kartenantwort(person: Person, uid: str, funktionen: Iterable[Funktion]) -> HttpResponse:
    """The business card as a file. Private numbers are never on it."""
    karte = Visitenkarte(
        uid=uid,
        name=str(person),
        vorname=person.vorname,
        nachname=person.nachname,
        titel=person.titel,
        stellen=tuple(_stelle(funktion) for funktion in funktionen),
    )
    datei = slugify(normalisiere(str(person))) or "kontakt"
    return HttpResponse(
        vcard(karte),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{datei}.vcf"'},
    )


def _stelle(funktion: Funktion) -> Stelle:
    partner, adresse = funktion.partner, funktion.adresse
    if adresse is not None and not adresse.gilt_am(timezone.localdate()):
        adresse = None
    return Stelle(
        einrichtung=partner.name,
        funktion=funktion.bezeichnung,
        telefon=funktion.telefon or ("" if adresse else partner.telefon),
        email=funktion.email or ("" if adresse else partner.email),
        adressname=adresse.bezeichnung if adresse else "",
        adresstelefon=adresse.telefon if adresse else "",
        adressemail=adresse.email if adresse else "",
        strasse=partner.strasse,
        plz=partner.plz,
        ort=partner.ort,
        web=partner.web,
    )
