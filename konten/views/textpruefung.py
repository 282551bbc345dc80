"""The guard while somebody types: hints early, without saving anything."""

from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from konten.rules.textschutz import pruefe_text
from konten.views import Gesichert

HOECHSTENS_ZEICHEN = 20_000


@method_decorator(never_cache, name="dispatch")
class Textpruefung(Gesichert, View):
    """What the guard sees in a text. Nothing of it is kept or logged."""

    permission_required = ()
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        funde = pruefe_text(request.POST.get("text", "")[:HOECHSTENS_ZEICHEN])
        return JsonResponse({"funde": [{"stelle": f.stelle, "wort": f.wort, "rat": f.rat} for f in funde]})
