"""Decisions about one Mitteilung by one click: put aside, plan, pause, cancel, repeat, correct."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from konten.models.schluessel import lies_uuid
from konten.views.handlung import Handlung
from netzwerk.models import Mitteilung
from netzwerk.models.mitteilung import SCHREIBEN
from netzwerk.rules.mitteilung import Mitteilungsart
from netzwerk.services import mitteilung as dienst
from netzwerk.services.mitteilungsversand import wiederhole_gescheiterte


class Mitteilungsakt(Handlung):
    """A decision about one Mitteilung by one click."""

    model = Mitteilung
    permission_required = SCHREIBEN


class MitteilungVerwerfen(Mitteilungsakt):
    """Puts a draft aside."""

    def handle(self, objekt: Mitteilung) -> str:
        dienst.verwirf(mitteilung_id=objekt.pk)
        return "Der Entwurf ist verworfen. Sie können ihn wieder aufnehmen."


class MitteilungAufnehmen(Mitteilungsakt):
    """Takes a discarded draft up again."""

    def handle(self, objekt: Mitteilung) -> str:
        dienst.nimm_auf(mitteilung_id=objekt.pk)
        return "Der Entwurf ist wieder da."


class MitteilungEntplanen(Mitteilungsakt):
    """Takes a planned one back into the draft."""

    def handle(self, objekt: Mitteilung) -> str:
        dienst.entplane(mitteilung_id=objekt.pk)
        return "Die Mitteilung ist wieder ein Entwurf und geht nicht von selbst hinaus."


class MitteilungAnhalten(Mitteilungsakt):
    """Pauses sending."""

    def handle(self, objekt: Mitteilung) -> str:
        dienst.halte_an(mitteilung_id=objekt.pk)
        return "Das Senden ist angehalten. Schon eingestellte Mails gehen noch hinaus."


class MitteilungFortsetzen(Mitteilungsakt):
    """Goes on sending."""

    def handle(self, objekt: Mitteilung) -> str:
        dienst.setze_fort(mitteilung_id=objekt.pk)
        return "Das Senden geht weiter."


class MitteilungAbbrechen(Mitteilungsakt):
    """Sends no more."""

    def handle(self, objekt: Mitteilung) -> str:
        anzahl = dienst.brich_ab(mitteilung_id=objekt.pk)
        return f"Das Senden ist abgebrochen. Ohne Mail geblieben: {anzahl}."


class MitteilungWiederholen(Mitteilungsakt):
    """Tries failed deliveries once more."""

    def handle(self, objekt: Mitteilung) -> str:
        anzahl = wiederhole_gescheiterte(mitteilung_id=objekt.pk)
        return f"Noch einmal versucht: {anzahl}." if anzahl else "Es gibt nichts zu wiederholen."


class MitteilungBerichtigen(Mitteilungsakt):
    """Begins a correction or recall; the form minted its key, so a second click opens the same draft."""

    def handle(self, objekt: Mitteilung) -> str:
        art = self.request.POST.get("art", "")
        if art not in Mitteilungsart.values or not (schluessel := lies_uuid(self.request.POST.get("uuid", ""))):
            raise ValidationError("Bitte wählen Sie Berichtigung oder Rückruf auf der Seite der Mitteilung.")
        self.neue = dienst.berichtige(mitteilung_id=objekt.pk, uuid=schluessel, art=art, benutzer=self.request.user)
        return "Der Entwurf ist angelegt. Bitte schreiben Sie, was richtig ist."

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        antwort = super().post(request, *args, **kwargs)
        if neue := getattr(self, "neue", None):
            return HttpResponseRedirect(reverse("netzwerk:mitteilung_bearbeiten", args=[neue.uuid]))
        return antwort
