"""Acts on an import: decide, take over, stop, discard, take back, remember its mapping."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from konten.rules.zahl import mehrzahl
from konten.views.handlung import Handlung
from partner.models import Importlauf, Importvorlage
from partner.rules.einlesen import Zeilenergebnis
from partner.selectors.einlesen import ergebnisse
from partner.services.einlesen.art import art
from partner.services.einlesen.hintergrund import brich_ab
from partner.services.einlesen.lauf import NichtOffen, entscheide, verwirf, wende_vorlage_an
from partner.services.einlesen.uebernehmen import kindname, uebernimm
from partner.services.einlesen.vorlagen import merke_vorlage
from partner.services.einlesen.zuruecknehmen import nimm_zurueck

Zustand = Importlauf.Zustand
IM_HINTERGRUND = "Die Liste ist lang und wird im Hintergrund bearbeitet. Sie können die Seite verlassen."


class Importhandlung(Handlung):
    """An act on a run; a second click does no harm."""

    model = Importlauf
    permission_required = "import.ausfuehren"
    hindernis = messages.INFO

    def get_object(self, queryset: QuerySet | None = None) -> Importlauf:
        lauf = super().get_object(queryset)
        if not art(lauf.art).darf(self.bereich):
            raise PermissionDenied
        return lauf

    def ziel(self, lauf: Importlauf) -> str:
        """Back to where the button stood: the same filter, the same page of rows."""
        gewuenscht = QueryDict(self.request.POST.get("weiter", "")[:200])
        ergebnis, seite = gewuenscht.get("ergebnis", ""), gewuenscht.get("page", "")
        worte = [f"ergebnis={ergebnis}"] if ergebnis in Zeilenergebnis.values else []
        worte += [f"page={int(seite)}"] if seite.isdecimal() and len(seite) < 6 else []
        return lauf.get_absolute_url() + (f"?{'&'.join(worte)}#zeilen" if worte else "")


class ImportEntscheiden(Importhandlung):
    """What is meant by doubtful rows, decided one by one."""

    def handle(self, lauf: Importlauf) -> str:
        gewaehlt = {
            int(name.removeprefix("zeile-")): wert
            for name, wert in self.request.POST.items()
            if name.removeprefix("zeile-").isdecimal() and len(name) < 16
        }
        try:
            entscheide(lauf=lauf, entscheidungen=gewaehlt, bereich=self.bereich)
        except ValueError as fehler:
            raise ValidationError("Diese Wahl ist hier nicht möglich. Es wurde nichts geändert.") from fehler
        return "Die Entscheidungen sind gespeichert. Die Vorschau ist neu berechnet."


class ImportUebernehmen(Importhandlung):
    """Carries the run out; a second click changes nothing."""

    def handle(self, lauf: Importlauf) -> str:
        vorher = lauf.zustand
        lauf = uebernimm(lauf=lauf, bereich=self.bereich)
        if vorher != Zustand.VORSCHAU:
            raise NichtOffen(lauf)
        if lauf.ist_laufend:
            return IM_HINTERGRUND
        anzahlen = ergebnisse(lauf)
        return f"{kindname(art(lauf.art), anzahlen['neu'])} angelegt, {anzahlen['geaendert']} geändert."


class ImportAbbrechen(Importhandlung):
    """Stops what the background is at; what was written so far is taken back."""

    def handle(self, lauf: Importlauf) -> str:
        if not brich_ab(lauf):
            raise ValidationError("Hier läuft nichts mehr, das abgebrochen werden könnte.")
        return "Der Import wird abgebrochen. Was schon geschrieben ist, wird zurückgenommen."


class ImportVerwerfen(Importhandlung):
    """Throws the preview away; records were not touched by it."""

    def handle(self, lauf: Importlauf) -> str:
        verwirf(lauf=lauf)
        return "Die Vorschau ist verworfen. Es wurde nichts eingetragen."


class ImportZuruecknehmen(Importhandlung):
    """Takes a run back within thirty days."""

    permission_required = "import.zuruecknehmen"
    hindernis = messages.ERROR

    def handle(self, lauf: Importlauf) -> str:
        lauf = nimm_zurueck(lauf=lauf, bereich=self.bereich)
        if lauf.ist_laufend:
            return IM_HINTERGRUND
        reste = ergebnisse(lauf)["rest"]
        if reste:
            return f"Zurückgenommen. {mehrzahl(reste, 'Zeile blieb', 'Zeilen blieben')} ganz oder zum Teil stehen."
        return "Zurückgenommen. Alles ist wie vor dem Import."


class VorlageMerken(Importhandlung):
    """Keeps the mapping of the run for lists with the same headings."""

    hindernis = messages.ERROR

    def handle(self, lauf: Importlauf) -> str:
        vorlage = merke_vorlage(lauf=lauf, name=self.request.POST.get("name", ""), bereich=self.bereich)
        return f"Die Zuordnung „{vorlage}“ ist gemerkt und wird bei denselben Spalten vorgeschlagen."


class VorlageAnwenden(Importhandlung):
    """Reads the run by a remembered mapping."""

    hindernis = messages.ERROR

    def handle(self, lauf: Importlauf) -> str:
        vorlage = wende_vorlage_an(lauf=lauf, schluessel=self.request.POST.get("vorlage", ""), bereich=self.bereich)
        return f"Die Zuordnung „{vorlage}“ ist angewendet. Die Vorschau ist neu berechnet."


class VorlageHandlung(Handlung):
    """An act on a remembered mapping."""

    model = Importvorlage
    permission_required = "import.ausfuehren"

    def ziel(self, vorlage: Importvorlage) -> str:
        return vorlage.get_absolute_url()


class VorlageUmbenennen(VorlageHandlung):
    """Gives it another name."""

    def handle(self, vorlage: Importvorlage) -> str:
        vorlage.name = " ".join(self.request.POST.get("name", "").split())[:100]
        if not vorlage.name:
            raise ValidationError("Bitte geben Sie der Zuordnung einen Namen.")
        vorlage.full_clean()
        vorlage.save()
        return f"Die Zuordnung heißt jetzt „{vorlage}“."


class VorlageLoeschen(VorlageHandlung):
    """Forgets it; runs that used it stay as they are."""

    def handle(self, vorlage: Importvorlage) -> str:
        vorlage.delete()
        return f"Die Zuordnung „{vorlage}“ ist gelöscht."
