"""People of the directory: list, the page of one person, another post, information, private numbers."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import CreateView, DetailView, UpdateView

from konten.models.schluessel import lies_uuid
from konten.rules.zahl import tagesdatum
from konten.selectors import parameter_am
from konten.services.versand import stelle_ein
from konten.views import Bearbeitbar, MitRueckgabe, Sichtbar
from konten.views.handlung import Handlung
from konten.views.liste import Filterliste
from partner.filters import Personenfilter
from partner.forms.person import Einwilligungsformular, Informationsformular, Wechselformular
from partner.models import Einwilligung, Funktion, Netzwerkpartner, Person, Stellenwechsel
from partner.rules.personen import Informationslage, Informationsweg, informationslage
from partner.selectors.person import laufende, mit_stellen, wechsel_von
from partner.services.einwilligung import halte_fest, widerrufe
from partner.services.person import merke_information, nimm_wechsel_zurueck, wechsle_stelle
from partner.tables import PERSONEN
from partner.views.pflege import Aktseite, partnersuche

HILFE = "/hilfe/ansprechpersonen/"


def lage_von(person: Person) -> Informationslage:
    """How it stands with the duty to inform this person. One query."""
    heute = timezone.localdate()
    frist = parameter_am(heute)["informationspflicht_tage"]
    return informationslage(timezone.localdate(person.erstellt_am), person.informiert_am, heute, frist)


class PersonenListe(Filterliste):
    """`/personen/`: everybody in the directory; the export has one row per function."""

    model = Person
    permission_required = "partner.sehen"
    template_name = "partner/person_list.html"
    filterset_class = Personenfilter
    hilfe = HILFE
    export = ("ansprechpersonen", PERSONEN)
    sortierungen = {"name": ("name_norm", "pk"), "-name": ("-name_norm", "-pk"), "erfasst": ("-erstellt_am", "pk")}
    sortiert = "name"

    def get_queryset(self) -> QuerySet[Person]:
        return mit_stellen(super().get_queryset()).order_by(*self.ordnung)

    def exportzeilen(self) -> Iterable[Funktion]:
        for person in self.object_list:
            for funktion in person.stellen:
                funktion.person = person
                yield funktion

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        heute = timezone.localdate()
        frist = parameter_am(heute)["informationspflicht_tage"]
        kontext["darf_importieren"] = self.bereich.darf("import.ausfuehren")
        kontext["zeilen"] = [
            (
                person,
                laufende(person.stellen, heute) or person.stellen[:1],
                informationslage(timezone.localdate(person.erstellt_am), person.informiert_am, heute, frist),
            )
            for person in kontext["page_obj"]
        ]
        return kontext | {"heute": heute, "frist": frist}


class PersonDetail(Sichtbar, DetailView):
    """`/personen/<uuid>/`: what she is where, since when; what was agreed with her about her data."""

    model = Person
    permission_required = "partner.sehen"
    template_name = "partner/person_detail.html"
    context_object_name = "person"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Person]:
        return mit_stellen(super().get_queryset().select_related("informiert_von"))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        person, heute = self.object, timezone.localdate()
        darf = Person.objects.bearbeitbar_fuer(self.bereich).filter(pk=person.pk).exists()
        eigene = set(
            Netzwerkpartner.objects.bearbeitbar_fuer(self.bereich)
            .filter(pk__in=[stelle.partner_id for stelle in person.stellen])
            .values_list("pk", flat=True)
        )
        heutige = laufende(person.stellen, heute)
        return super().get_context_data(
            heute=heute,
            heutige=[(stelle, stelle.partner_id in eigene) for stelle in heutige],
            fruehere=[stelle for stelle in person.stellen if stelle not in heutige],
            wechsel=[(akte, akte.alte.partner_id in eigene) for akte in wechsel_von(person)],
            lage=lage_von(person),
            darf_bearbeiten=darf,
            einwilligungen=Einwilligung.objects.sichtbar_fuer(self.bereich).filter(person=person) if darf else [],
            **kwargs,
        )


class FunktionWechseln(Aktseite):
    """`/ansprechpersonen/<uuid>/wechsel/`: where to is found by name (`?q=`, then `?partner=`)."""

    model = Funktion
    form_class = Wechselformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/funktion_wechsel.html"
    context_object_name = "funktion"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Funktion]:
        return super().get_queryset().select_related("person", "partner", "adresse")

    @cached_property
    def partner(self) -> Netzwerkpartner:
        """The institution she goes to; only one where the account may enter people."""
        if not (gewaehlt := self.request.GET.get("partner")):
            return self.object.partner
        partner = self._waehlbare.filter(uuid=lies_uuid(gewaehlt)).first()
        if partner is None:
            raise Http404
        return partner

    @cached_property
    def _waehlbare(self) -> QuerySet[Netzwerkpartner]:
        return Netzwerkpartner.objects.bearbeitbar_fuer(self.bereich)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"funktion": self.object, "partner": self.partner}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        suche = partnersuche(self.request, self._waehlbare)
        return super().get_context_data(partner=self.partner, **suche, **kwargs)

    def form_valid(self, form: Wechselformular) -> HttpResponse:
        try:
            akte, ist_neu = wechsle_stelle(funktion=self.object, wechsel=form.angaben(), durch=self.request.user)
        except ValidationError as fehler:
            form.add_error(None, fehler.messages)
            return self.form_invalid(form)
        person = self.object.person
        if ist_neu:
            wohin = f"; neu: {akte.neue.bezeichnung}, {akte.neue.partner}" if akte.neue else ""
            messages.success(self.request, f"{person} ist bis zum {tagesdatum(akte.alte.bis)} hier geführt{wohin}.")
        else:
            messages.info(self.request, "Dieser Stellenwechsel war schon gespeichert.")
        return HttpResponseRedirect(person.get_absolute_url())


class WechselZuruecknehmen(Handlung):
    """Everybody is where she was before."""

    model = Stellenwechsel
    permission_required = "partner.bearbeiten"

    def handle(self, objekt: Stellenwechsel) -> str:
        nimm_wechsel_zurueck(wechsel=objekt)
        return "Der Stellenwechsel ist zurückgenommen."


class PersonInformation(Aktseite):
    """`/personen/<uuid>/information/`: the text to say, send or print; noted when it was done otherwise."""

    model = Person
    form_class = Informationsformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/person_information.html"
    context_object_name = "person"
    hilfe = HILFE

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            text=informationstext(self.object), adresse=mailadresse(self.object), lage=lage_von(self.object), **kwargs
        )

    def form_valid(self, form: Informationsformular) -> HttpResponse:
        daten = form.cleaned_data
        merke_information(personen=[self.object], am=daten["am"], wie=daten["wie"], durch=self.request.user)
        messages.success(self.request, f"Festgehalten: {self.object} ist informiert.")
        return HttpResponseRedirect(self.object.get_absolute_url())


def informationstext(person: Person) -> str:
    """What Art. 14 DSGVO asks to be told, with the responsible body of the parameters. Two queries."""
    stellen = list(person.funktionen.aktiv(timezone.localdate()).select_related("partner"))
    angaben = {"person": person, "stellen": stellen, "stelle": parameter_am(timezone.localdate())["datenschutz"]}
    return render_to_string("partner/mail_information.txt", angaben).strip()


def mailadresse(person: Person) -> str:
    """Her own address at work; a private one is not used for this. One query."""
    adressen = person.funktionen.aktiv(timezone.localdate()).exclude(email="").order_by("-von")
    return adressen.values_list("email", flat=True).first() or ""


class InformationSenden(Handlung):
    """The text as a mail, noted in the same moment; a second click on the day sends nothing."""

    model = Person
    permission_required = "partner.bearbeiten"

    def handle(self, objekt: Person) -> str:
        heute = timezone.localdate()
        if not (adresse := mailadresse(objekt)):
            raise ValidationError("Für diese Person ist keine dienstliche E-Mail-Adresse eingetragen.")
        with transaction.atomic():
            auftrag = stelle_ein(
                anlass=f"personeninformation:{objekt.uuid}:{heute}",
                empfaenger=adresse,
                betreff="Ihre dienstlichen Angaben im Netzwerkverzeichnis",
                text=informationstext(objekt),
                benutzer=self.request.user,
            )
            merke_information(personen=[objekt], am=heute, wie=Informationsweg.MAIL, durch=self.request.user)
        if auftrag is None:
            return "Die Mail war heute schon unterwegs."
        return f"Die Information ist an {adresse} unterwegs und für heute vermerkt."


class InformationZuruecknehmen(Handlung):
    """The note was a mistake; a mail that went out is not called back."""

    model = Person
    permission_required = "partner.bearbeiten"

    def handle(self, objekt: Person) -> str:
        merke_information(personen=[objekt], am=None, wie="", durch=None)
        return "Der Vermerk ist zurückgenommen: noch nicht informiert."


class EinwilligungNeu(MitRueckgabe, Bearbeitbar, CreateView):
    """`/personen/<uuid>/einwilligung/neu/`: private numbers with the consent that allows them."""

    model = Person
    form_class = Einwilligungsformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/einwilligung_form.html"
    hilfe = HILFE

    @cached_property
    def person(self) -> Person:
        return self.get_object()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Einwilligung(person=self.person)}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)

    def form_valid(self, form: Einwilligungsformular) -> HttpResponse:
        return _speichere_einwilligung(self, form)


class EinwilligungBearbeiten(MitRueckgabe, Bearbeitbar, UpdateView):
    """`/einwilligungen/<uuid>/bearbeiten/`: as long as it holds."""

    model = Einwilligung
    form_class = Einwilligungsformular
    permission_required = "partner.bearbeiten"
    template_name = "partner/einwilligung_form.html"
    hilfe = HILFE

    def get_queryset(self) -> QuerySet[Einwilligung]:
        return super().get_queryset().filter(widerrufen_am__isnull=True).select_related("person")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(person=self.object.person, **kwargs)

    def form_valid(self, form: Einwilligungsformular) -> HttpResponse:
        return _speichere_einwilligung(self, form)


def _speichere_einwilligung(ansicht: Any, form: Einwilligungsformular) -> HttpResponse:
    try:
        halte_fest(einwilligung=form.instance, heute=timezone.localdate())
    except ValidationError as fehler:
        form.add_error(None, fehler)
        return ansicht.form_invalid(form)
    messages.success(ansicht.request, "Die Einwilligung und die privaten Angaben sind gespeichert.")
    return HttpResponseRedirect(form.instance.get_absolute_url())


class EinwilligungWiderrufen(Handlung):
    """Withdrawn: the private numbers go at once."""

    model = Einwilligung
    permission_required = "partner.bearbeiten"

    def handle(self, objekt: Einwilligung) -> str:
        if not widerrufe(einwilligung=objekt, am=timezone.localdate()):
            return "Diese Einwilligung war schon widerrufen."
        return "Der Widerruf ist vermerkt, die privaten Angaben sind gelöscht."
