"""The Steckbrief as one page to hang up; the page beside it shows the same partial."""

from base64 import b64encode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from berichte.services.druck import DruckNichtMoeglich, als_pdf
from berichte.services.qrcode import qr_bild
from konten.views import Gesichert
from netzwerk.models import Steckbrief
from netzwerk.selectors.zustaendig import raeume_von, vertretungen_von


class SteckbriefPdf(Gesichert, View):
    """Tagged PDF on one page A4, for everybody who may read the page."""

    permission_required = "steckbrief.sehen"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        menge = Steckbrief.objects.sichtbar_fuer(self.bereich).select_related("fachkraft__traeger")
        steckbrief = get_object_or_404(menge, fachkraft__uuid=uuid)
        heute = timezone.localdate()
        adresse = oeffentliche_adresse(steckbrief)
        kontext = {
            "steckbrief": steckbrief,
            "fachkraft": steckbrief.fachkraft,
            "raeume": raeume_von(steckbrief, heute),
            "foto_url": foto_als_text(steckbrief),
            "landkreis": settings.LANDKREIS,
            "erstellt": heute,
            "vertretungen": vertretungen_von(steckbrief.fachkraft, heute, nur_veroeffentlichte=True),
            "adresse": adresse,
            "qr": qr_bild(adresse) if adresse else None,
        }
        try:
            pdf = als_pdf(render_to_string("berichte/steckbrief_pdf.html", kontext))
        except DruckNichtMoeglich as fehler:
            return render(request, "berichte/steckbrief_druckfehler.html", kontext | {"fehler": fehler}, status=503)
        kopf = {"Content-Disposition": 'inline; filename="steckbrief.pdf"', "Cache-Control": "private, no-store"}
        return HttpResponse(pdf, content_type="application/pdf", headers=kopf)


def oeffentliche_adresse(steckbrief: Steckbrief) -> str:
    """Where everybody finds the Steckbrief; empty as long as it is not published."""
    if not steckbrief.ist_veroeffentlicht:
        return ""
    return f"{settings.BASIS_URL}{reverse('netzwerk:steckbrief_oeffentlich', args=[steckbrief.uuid])}"


def foto_als_text(steckbrief: Steckbrief) -> str:
    """The photo inside the document: the print process reads no file but those of static/."""
    if not steckbrief.foto:
        return ""
    try:
        with steckbrief.foto.open("rb") as datei:
            return f"data:image/jpeg;base64,{b64encode(datei.read()).decode()}"
    except FileNotFoundError:
        return ""
