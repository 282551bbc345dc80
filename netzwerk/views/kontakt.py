"""Pages to log, read, change and delete contacts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import DeleteView, DetailView, FormView, TemplateView

from finanzen.selectors.projekt import projekte_mit
from konten.models.schluessel import lies_uuid
from konten.selectors import parameter_am
from konten.views import Bearbeitbar, Gesichert, MitBereich, Sichtbar
from konten.views.eingabe import MitEntwurf, MitFassungen, schliesse_ab
from netzwerk.forms.kontakt import KontaktForm
from netzwerk.forms.neuerpartner import dubletten
from netzwerk.models import Kontakt
from netzwerk.rules import Kontaktart
from netzwerk.selectors.kontakt import (
    anhaenge_des_kontakts,
    begruendung_je_beteiligung,
    geschwaerzt_am,
    partnervorschlaege,
    personen_des_kontakts,
    rechte_am_kontakt,
    schritte_des_kontakts,
    sichtbarer_kontakt,
    themen_des_kontakts,
    vorschlaege_ohne_suche,
)
from netzwerk.services.kontakt import ZwischenzeitlichGeaendert, aendere, erfasse, loesche
from netzwerk.views.anhang import MitAnhaengen

HILFE = "/hilfe/kontakt-erfassen/"
#: session: kind of the contact logged last since signing in
ZULETZT = "letzte_kontaktart"
#: buttons that change the list of partners or files and show the form again without judging it
ZWISCHENSCHRITTE = {"hinzu", "weg", "suchen", "neu", "neu_zu", "nimm", "anhang_weg"}


class Kontaktformular(Gesichert, MitAnhaengen, MitEntwurf, MitBereich, FormView):
    """What new and change have in common: cards of partners, search without JavaScript, kept input."""

    form_class = KontaktForm
    template_name = "netzwerk/kontakt_form.html"
    entwurfsart = "kontakt"
    hilfe = HILFE

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if (teil := self.nimm_dateien_an()) is not None:
            return teil
        if ZWISCHENSCHRITTE & request.POST.keys():
            return self.zeige(self.get_form())
        return super().post(request, *args, **kwargs)

    def zeige(self, form: KontaktForm) -> HttpResponse:
        """The form as it stands, with the typed text but without complaints about what is still missing."""
        form.errors.clear()
        teil = "netzwerk/_beteiligte.html" if self.request.htmx else self.template_name
        return self.response_class(
            request=self.request, template=[teil], context=self.get_context_data(form=form), using=self.template_engine
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        form = kontext["form"]
        if form.neuer and not form.errors:
            # An intermediate step, or a draft that comes back: nobody has asked to save yet.
            form.neuer.errors.clear()
        gewaehlt = [zeile.partner.pk for zeile in form.beteiligte.zeilen]
        gesucht = "suchen" in self.request.POST
        suche = self.request.POST.get("partnersuche", "") if gesucht else ""
        if gesucht:
            kontext["vorschlaege"] = partnervorschlaege(self.bereich, suche, gewaehlt)
        elif not gewaehlt:
            kontext["vorschlaege"] = vorschlaege_ohne_suche(self.bereich)
        return kontext | {
            "beteiligte": form.beteiligte,
            "partnersuche": suche,
            "gesucht": gesucht,
            "darf_anlegen": self.bereich.darf("partner.anlegen"),
        }


class KontaktNeu(Kontaktformular):
    """Log a contact; `?partner=` presets partners, `?art=` and `?am=` what "Speichern und nächster" keeps."""

    permission_required = "kontakt.anlegen"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"partner": self.request.GET.getlist("partner")}

    def get_form(self, form_class: type[KontaktForm] | None = None) -> KontaktForm:
        form = super().get_form(form_class)
        if not form.is_bound and form.beteiligte.unbekannt:
            messages.warning(self.request, "Dieser Partner ist in keinem Ihrer Sozialräume eingetragen.")
        if not form.is_bound and ZULETZT in self.request.session and not self.request.GET.get("art"):
            form.fields["art"].help_text = "Wie zuletzt gewählt."
        return form

    def get_initial(self) -> dict[str, Any]:
        wunsch = self.request.GET.get("art")
        zuletzt = self.request.session.get(ZULETZT, Kontaktart.TELEFONAT)
        anfang: dict[str, Any] = {"art": wunsch if wunsch in Kontaktart.values else zuletzt}
        if am := self.request.GET.get("am", "")[:10]:
            anfang |= {"wann": "anderer", "am": am}
        return anfang

    def form_valid(self, form: KontaktForm) -> HttpResponse:
        try:
            with transaction.atomic():
                kontakt, ist_neu = erfasse(
                    benutzer=self.request.user, uuid=form.cleaned_data["uuid"], angaben=form.angaben()
                )
                schliesse_ab(self.request, form, kontakt, gespeichert=ist_neu)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.form_invalid(form)
        if ist_neu:
            self.request.session[ZULETZT] = kontakt.art
            messages.success(self.request, _gespeichert(kontakt, mit_verweis="naechster" in self.request.POST))
        if "naechster" in self.request.POST:
            naechster = f"?art={kontakt.art}" + ("" if form.cleaned_data["wann"] == "heute" else f"&am={kontakt.am}")
            return HttpResponseRedirect(reverse("netzwerk:kontakt_neu") + naechster)
        return HttpResponseRedirect(kontakt.get_absolute_url())


def _gespeichert(kontakt: Kontakt, *, mit_verweis: bool) -> str:
    """What was saved, with the partner entered just now too; a link only where the next page is another one."""
    namen = ", ".join(str(zeile.beteiligung.partner) for zeile in begruendung_je_beteiligung(kontakt))
    if not mit_verweis:
        return f"Gespeichert: {kontakt} mit {namen}."
    return format_html('Gespeichert: {} mit {}. <a href="{}">Ansehen</a>', kontakt, namen, kontakt.get_absolute_url())


class KontaktBearbeiten(MitFassungen, Kontaktformular):
    """Change a contact of one's own Sozialraum; a meanwhile changed one comes back with both versions."""

    permission_required = "kontakt.bearbeiten"

    def kontakt(self) -> Kontakt:
        return self._kontakt

    @cached_property
    def _kontakt(self) -> Kontakt:
        sichtbar = Kontakt.objects.sichtbar_fuer(self.bereich).filter(uuid=self.kwargs["uuid"])
        kontakt = sichtbar.bearbeitbar_fuer(self.bereich).first()
        if kontakt is None:
            get_object_or_404(sichtbar)
            self.handle_no_permission()
        return kontakt

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kontakt": self.kontakt()}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        return kontext | {"kontakt": kontext["form"].kontakt}

    def form_valid(self, form: KontaktForm) -> HttpResponse:
        kontakt = form.kontakt
        try:
            with transaction.atomic():
                aendere(
                    kontakt_id=kontakt.pk,
                    version=form.cleaned_data["version"] or 0,
                    benutzer=self.request.user,
                    angaben=form.angaben(),
                )
                schliesse_ab(self.request, form, kontakt)
        except ZwischenzeitlichGeaendert:
            return self.zeige_konflikt(form)
        except ValidationError as fehler:
            form.add_error(None, fehler)
            return self.form_invalid(form)
        messages.success(self.request, "Die Änderung ist gespeichert.")
        return HttpResponseRedirect(kontakt.get_absolute_url())

    def frisches_formular(self) -> KontaktForm:
        return KontaktForm(bereich=self.bereich, kontakt=Kontakt.objects.get(pk=self.kontakt().pk))

    def zeige_konflikt(self, form: KontaktForm) -> HttpResponse:
        form.data = form.data.copy()
        form.data["wann"], form.data["am"] = "anderer", form.cleaned_data["am"].isoformat()
        return self.zeige_fassungen(
            form,
            satz="Jemand hat diesen Kontakt inzwischen geändert. Unter diesem Hinweis stehen beide Fassungen, "
            "im Formular stehen Ihre Eingaben. Wenn Sie noch einmal speichern, gilt, was im Formular steht.",
        )


class KontaktDetail(Sichtbar, DetailView):
    """One contact, with the reason why it sets the clock or not."""

    model = Kontakt
    permission_required = "kontakt.auflisten"
    hilfe = HILFE

    def get_object(self, queryset: QuerySet | None = None) -> Kontakt:
        for kontakt in sichtbarer_kontakt(self.bereich, self.kwargs["uuid"]):
            return kontakt
        raise Http404

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontakt = self.object
        rechte = rechte_am_kontakt(kontakt, self.bereich)
        return super().get_context_data(
            rechte=rechte,
            beteiligungen=begruendung_je_beteiligung(kontakt),
            personen=personen_des_kontakts(kontakt.pk) if rechte.text_lesbar else [],
            themen=themen_des_kontakts(kontakt.pk),
            geschwaerzt_am=geschwaerzt_am(kontakt) if rechte.text_lesbar else None,
            anhaenge=anhaenge_des_kontakts(self.bereich, kontakt.pk) if rechte.text_lesbar else [],
            wiedervorlagen=schritte_des_kontakts(self.bereich, kontakt.pk),
            darf_schwaerzen=self.bereich.darf("text.schwaerzen"),
            projekte=projekte_mit(self.bereich, "kontakte", kontakt.pk),
            bedarf_url=self._bedarf_url() if self.bereich.darf("bedarf.melden") else None,
            **kwargs,
        )

    def _bedarf_url(self) -> str:
        """The report of a need begins with what this contact says."""
        return f"{reverse('netzwerk:bedarfsmeldung_neu')}?kontakt={self.object.uuid}"


class KontaktLoeschen(Bearbeitbar, DeleteView):
    """Delete one's own fresh entry; asks first and names what goes with it."""

    model = Kontakt
    permission_required = "kontakt.bearbeiten"
    hilfe = HILFE

    def get_object(self, queryset: QuerySet | None = None) -> Kontakt:
        kontakt = super().get_object(queryset)
        frist = parameter_am(self.bereich.stichtag)["loeschfrist_eigene_kontakte_tage"]
        if not Kontakt.objects.filter(pk=kontakt.pk).loeschbar_fuer(self.bereich, frist).exists():
            self.handle_no_permission()
        return kontakt

    def form_valid(self, form: Any) -> HttpResponse:
        loesche(kontakt=self.object)
        messages.success(self.request, "Der Kontakt ist gelöscht.")
        return HttpResponseRedirect(reverse("netzwerk:kontakt_liste"))


class KontaktPartnersuche(Gesichert, TemplateView):
    """Fragment for type-ahead: partners within reach by name, place or Träger; `?nur_vorhandene` offers no new one."""

    permission_required = "kontakt.anlegen"
    template_name = "netzwerk/_vorschlaege.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        suche = self.request.GET.get("partnersuche", "")
        schon_da = [wert for wert in self.request.GET.getlist("partner") if lies_uuid(wert)]
        treffer = partnervorschlaege(self.bereich, suche, [], schon_da) if suche.strip() else []
        return super().get_context_data(
            vorschlaege=treffer,
            partnersuche=suche,
            gesucht=bool(suche.strip()),
            darf_anlegen=self.bereich.darf("partner.anlegen") and "nur_vorhandene" not in self.request.GET,
            **kwargs,
        )


class KontaktDubletten(Gesichert, TemplateView):
    """Fragment for typing a new partner in the contact form: entries that may mean the same."""

    permission_required = "partner.anlegen"
    template_name = "netzwerk/_dubletten.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        name, ort = self.request.GET.get("neu-name", "")[:200], self.request.GET.get("neu-ort", "")[:100]
        return super().get_context_data(dubletten=dubletten(name, ort, self.bereich), **kwargs)
