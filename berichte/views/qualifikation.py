"""The qualification of a Netzwerkfachkraft to print; the page beside it shows the same partial."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.generic import View

from berichte.services.druck import DruckNichtMoeglich, als_pdf
from konten.views import Gesichert, MitStichtag
from netzwerk.models import Netzwerkfachkraft
from netzwerk.selectors.qualifikation import RECHT, qualifikationslagen


class QualifikationPdf(MitStichtag, Gesichert, View):
    """Tagged PDF, for everybody who may open the page: out of sight 404, without the right about this person 403."""

    permission_required = RECHT
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        person = self._person(uuid)
        stichtag = self.lies_stichtag()
        lage = qualifikationslagen(stichtag, [person])[person.pk]
        kontext = {"fachkraft": person, "lage": lage, "stichtag": stichtag, "druck": True}
        try:
            pdf = als_pdf(render_to_string("berichte/qualifikation_pdf.html", kontext, request))
        except DruckNichtMoeglich as fehler:
            seite = {"fehler": fehler, "fachkraft": person}
            return render(request, "berichte/qualifikation_druckfehler.html", seite, status=503)
        kopf = {
            "Content-Disposition": f'inline; filename="qualifikation-{stichtag}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(pdf, content_type="application/pdf", headers=kopf)

    def _person(self, uuid: UUID) -> Netzwerkfachkraft:
        sichtbare = Netzwerkfachkraft.objects.sichtbar_fuer(self.bereich).select_related("traeger")
        person = get_object_or_404(sichtbare, uuid=uuid)
        if not Netzwerkfachkraft.objects.mit_recht_an(self.bereich, RECHT).filter(pk=person.pk).exists():
            raise PermissionDenied
        return person
