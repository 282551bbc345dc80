"""Files at a contact: taken in with every post of the form, handed out and deleted by right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from konten.models.schluessel import lies_uuid
from konten.rules.datei import ANHAENGE_HOECHSTENS, ENDUNGEN, Dateifehler
from konten.services.datei import stelle_bereit, verwirf, wartende
from konten.views import Bearbeitbar
from konten.views.datei import Dateiausgabe
from netzwerk.models import Kontakt, Kontaktanhang
from netzwerk.services.anhang import loesche_anhang

#: the part of the form that htmx replaces after an upload
TEIL = "anhaenge"


class MitAnhaengen:
    """Mixin of the contact form: its `post` first calls `nimm_dateien_an`, so that no fault elsewhere loses a file."""

    dateifehler: tuple[str, ...] = ()

    def nimm_dateien_an(self) -> HttpResponse | None:
        """Stores and removes files as posted; the part of the page with them when htmx asked for no more."""
        schluessel = self.formularschluessel()
        if schluessel:
            self.dateifehler = self._stelle_bereit(schluessel)
            self._verwirf(schluessel)
        nur_dateien = self.request.htmx and self.request.htmx.target == TEIL
        return self._zeige_anhaenge(schluessel) if nur_dateien else None

    def formularschluessel(self) -> UUID | None:
        """Key of the open form: the contact's own, or the one that the form minted."""
        kontakt = self.kontakt()
        return kontakt.uuid if kontakt else lies_uuid(self.request.POST.get("uuid", ""))

    def kontakt(self) -> Kontakt | None:
        """The stored contact; None while it is new."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"dateifehler": self.dateifehler}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kontext = super().get_context_data(**kwargs)
        return kontext | self._anhangkontext(lies_uuid(str(kontext["form"]["uuid"].value())))

    def _stelle_bereit(self, schluessel: UUID) -> tuple[str, ...]:
        kontakt, fehler = self.kontakt(), []
        vorhanden = kontakt.anhaenge.count() if kontakt else 0
        for datei in self.request.FILES.getlist("anhang"):
            try:
                stelle_bereit(benutzer=self.request.user, formular=schluessel, datei=datei, vorhanden=vorhanden)
            except Dateifehler as grund:
                fehler.append(f"{datei.name[:80]}: {grund}")
        return tuple(fehler)

    def _verwirf(self, schluessel: UUID) -> None:
        if weg := lies_uuid(self.request.POST.get("anhang_weg", "")):
            verwirf(wartende(self.request.user, schluessel).filter(uuid=weg))

    def _zeige_anhaenge(self, schluessel: UUID | None) -> HttpResponse:
        return self.response_class(
            request=self.request,
            template=["netzwerk/_anhaenge.html"],
            context=self._anhangkontext(schluessel),
            using=self.template_engine,
        )

    def _anhangkontext(self, schluessel: UUID | None) -> dict[str, Any]:
        kontakt = self.kontakt()
        return {
            "anhaenge": list(kontakt.anhaenge.all()) if kontakt else [],
            "wartende": list(wartende(self.request.user, schluessel)) if schluessel else [],
            "dateifehler": self.dateifehler,
            "endungen": ENDUNGEN,
            "anhaenge_hoechstens": ANHAENGE_HOECHSTENS,
        }


class KontaktAnhangDatei(Dateiausgabe):
    """Hands out a file to whoever may read the contact's text; reading case-related ones is audited."""

    model = Kontaktanhang
    permission_required = "kontakt.auflisten"

    def wird_protokolliert(self, objekt: Kontaktanhang) -> bool:
        return objekt.kontakt.ist_fallbezogen


class KontaktAnhangLoeschen(Bearbeitbar, SingleObjectMixin, View):
    """Deletes one file; the page of the contact spells out that it is final."""

    model = Kontaktanhang
    permission_required = "kontakt.bearbeiten"
    http_method_names = ["post"]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("kontakt")

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        anhang = self.get_object()
        loesche_anhang(anhang=anhang)
        messages.success(request, f"Die Datei {anhang.name} ist gelöscht.")
        return HttpResponseRedirect(anhang.kontakt.get_absolute_url())
