"""Handing out stored files: only after asking for the right, never as something the browser would run."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.generic import View

from konten.rules.datei import ARTEN
from konten.services.protokoll import protokolliere_lesen
from konten.views import Gesichert


class Dateiausgabe(Gesichert, View):
    """A record with `datei`, `name` and `typ`, found by `uuid` within sight; always handed out as a download."""

    model: type[Model]
    http_method_names = ["get", "head"]

    def wird_protokolliert(self, objekt: Any) -> bool:
        """True when reading this file leaves an audit entry."""
        return False

    def ablage(self, objekt: Any) -> tuple[FieldFile, str, str]:
        """The stored file, the name to hand it out under, its media type."""
        return objekt.datei, objekt.name, objekt.typ

    def get(self, request: HttpRequest, uuid: UUID, **kwargs) -> HttpResponse:
        objekt = get_object_or_404(self.model.objects.sichtbar_fuer(self.bereich), uuid=uuid)
        ablage, name, typ = self.ablage(objekt)
        if not ablage:
            raise Http404("Hier ist keine Datei.")
        try:
            with ablage.open("rb") as datei:
                inhalt = datei.read()
        except FileNotFoundError:
            raise Http404("Die Datei fehlt.") from None
        if self.wird_protokolliert(objekt):
            protokolliere_lesen(objekt, benutzer_id=request.user.pk)
        antwort = HttpResponse(inhalt, content_type=typ if typ in ARTEN else "application/octet-stream")
        antwort["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        antwort["X-Content-Type-Options"] = "nosniff"
        antwort["Cache-Control"] = "private, no-store"
        return antwort
