"""The receipt of a booking: taken in with every post of a form, so that no fault elsewhere loses it; handed out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from finanzen.models import Ausgabe
from finanzen.services.ausgabe import reiche_beleg_nach
from konten.models import Benutzer
from konten.rules.datei import ENDUNGEN, Dateifehler
from konten.services.datei import stelle_bereit, verwirf, wartende
from konten.views import Bearbeitbar
from konten.views.datei import Dateiausgabe

FELD = "beleg"


def nimm_datei_an(request: HttpRequest, schluessel: UUID) -> str:
    """Keeps the uploaded receipt for this form; a new one replaces the one that waits. Answers with what is wrong."""
    datei = request.FILES.get(FELD)
    if datei is None:
        return ""
    benutzer: Benutzer = request.user
    bisher = list(wartende(benutzer, schluessel))
    try:
        stelle_bereit(benutzer=benutzer, formular=schluessel, datei=datei)
    except Dateifehler as fehler:
        return f"{datei.name[:80]}: {fehler}"
    verwirf(bisher)
    return ""


def belegkontext(request: HttpRequest, schluessel: UUID | None, fehler: str = "") -> dict[str, Any]:
    """What the field for the receipt shows."""
    wartend = wartende(request.user, schluessel).last() if schluessel else None
    return {"wartender_beleg": wartend, "belegfehler": fehler, "endungen": ENDUNGEN}


class AusgabeBeleg(Dateiausgabe):
    """Hands out the receipt to whoever sees the booking."""

    model = Ausgabe
    permission_required = "finanzen.sehen"

    def ablage(self, objekt: Ausgabe) -> tuple[FieldFile, str, str]:
        return objekt.beleg, objekt.beleg_name, objekt.beleg_typ


class AusgabeBelegNachreichen(Bearbeitbar, SingleObjectMixin, View):
    """Adds the receipt that was missing, by POST."""

    model = Ausgabe
    permission_required = "ausgabe.erfassen"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        ausgabe = self.get_object()
        fehler = nimm_datei_an(request, ausgabe.uuid)
        try:
            if fehler:
                messages.error(request, fehler)
            elif reiche_beleg_nach(ausgabe_id=ausgabe.pk, benutzer=request.user):
                messages.success(request, "Der Beleg ist gespeichert.")
            else:
                messages.error(request, "Bitte wählen Sie eine Datei.")
        except ValidationError as grund:
            messages.error(request, " ".join(grund.messages))
        return HttpResponseRedirect(ausgabe.get_absolute_url())
