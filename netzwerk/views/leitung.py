"""What the Leitung of a Träger keeps: Leitungsfachkräfte, powers, statements, the Führungszeugnis."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import CreateView

from konten.services.protokoll import protokolliere_lesen
from konten.tables import Spalte
from konten.views import Gesichert, MitBereich, MitRueckgabe
from konten.views.eingabe import MitEntwurf
from konten.views.liste import Exportliste
from netzwerk.forms.fachkraft import Befugnisform, Einschaetzungsform, Endeform, Leitungsform
from netzwerk.forms.nachweis import Zeugnisform
from netzwerk.models import Entscheidungsbefugnis, Fuehrungszeugnis, Kompetenzeinschaetzung, Leitungsfachkraft
from netzwerk.services.fachkraft import UEBER_SICH, benenne_leitung, erteile_befugnis, schaetze_ein
from netzwerk.services.fuehrungszeugnis import trage_ein
from netzwerk.views.fachkraft import HILFE, Personenformular, kruemel
from netzwerk.views.qualifikation import Beenden

PFLEGEN = "einsatz.vorschlagen"
SPALTEN = (
    Spalte("Nachname", lambda zeile: zeile.nachname, 24),
    Spalte("Vorname", lambda zeile: zeile.vorname, 24),
    Spalte("Träger", lambda zeile: zeile.traeger.name, 32),
    Spalte("seit", lambda zeile: zeile.von, 14),
    Spalte("bis", lambda zeile: zeile.bis, 14),
    Spalte("selbst Netzwerkfachkraft", lambda zeile: bool(zeile.fachkraft_id), 24),
)


class LeitungListe(Exportliste):
    """Named Leitungsfachkräfte of all Träger over time, today's first. Three queries."""

    permission_required = "einsatz.sehen"
    model = Leitungsfachkraft
    template_name = "netzwerk/leitungsfachkraft_list.html"
    hilfe = HILFE
    export = ("leitungsfachkraefte", SPALTEN)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("traeger", "fachkraft").order_by("traeger__name", "-von", "pk")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        eigene = self.bereich.traeger(PFLEGEN) if self.bereich.darf(PFLEGEN) else frozenset()
        kontext = super().get_context_data(**kwargs)
        heute = self.bereich.stichtag
        zeilen = [
            (zeile, zeile.gilt_am(heute), zeile.traeger_id in eigene and (zeile.bis is None or zeile.bis >= heute))
            for zeile in kontext["page_obj"]
        ]
        return kontext | {
            "kruemel": kruemel(),
            "zeilen": zeilen,
            "ende": Endeform(bereich=self.bereich, auto_id=False),
            "darf_anlegen": bool(eigene),
        }


class LeitungNeu(MitRueckgabe, MitBereich, Gesichert, CreateView):
    model = Leitungsfachkraft
    permission_required = PFLEGEN
    form_class = Leitungsform
    template_name = "netzwerk/leitungsfachkraft_form.html"
    hilfe = HILFE

    def form_valid(self, form: Leitungsform) -> HttpResponse:
        try:
            leitung = benenne_leitung(leitung=form.instance)
        except ValidationError as fehler:
            form.uebernimm(fehler)
            return self.form_invalid(form)
        messages.success(self.request, f"{leitung} ist als Leitungsfachkraft benannt.")
        return HttpResponseRedirect(reverse("netzwerk:leitung_liste"))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        liste = reverse("netzwerk:leitung_liste")
        weg = [*kruemel(), {"titel": "Leitungsfachkräfte", "url": liste}]
        return super().get_context_data(kruemel=weg, liste_url=liste, **kwargs)


class LeitungBeenden(Beenden):
    model = Leitungsfachkraft
    permission_required = PFLEGEN

    def ziel(self, zeile: Leitungsfachkraft) -> str:
        return reverse("netzwerk:leitung_liste")


class BefugnisNeu(Personenformular):
    permission_required = PFLEGEN
    form_class = Befugnisform
    ueberschrift = "Entscheidungsbefugnis eintragen"
    hinweis = "Was die Netzwerkfachkraft in der Zusammenarbeit mit Partnern selbst entscheiden darf."
    erfolg = "Die Entscheidungsbefugnis ist eingetragen."

    def neuer_satz(self) -> Entscheidungsbefugnis:
        return Entscheidungsbefugnis(fachkraft=self.object)

    def speichere(self, form: Befugnisform) -> Entscheidungsbefugnis:
        return erteile_befugnis(befugnis=form.instance)


class BefugnisBeenden(Beenden):
    model = Entscheidungsbefugnis
    permission_required = PFLEGEN

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("fachkraft")


class EinschaetzungNeu(MitEntwurf, Personenformular):
    """A new statement; older ones stay as they were written."""

    permission_required = PFLEGEN
    form_class = Einschaetzungsform
    entwurfsart = "einschaetzung"
    ueberschrift = "Einschätzung der Leitung"
    hinweis = "In Worten, ohne Noten oder Punkte. Die Netzwerkfachkraft und das Jugendamt lesen mit."
    erfolg = "Die Einschätzung ist gespeichert."

    def neuer_satz(self) -> Kompetenzeinschaetzung:
        if self.object.benutzer_id == self.request.user.pk:
            raise PermissionDenied(UEBER_SICH)
        return Kompetenzeinschaetzung(fachkraft=self.object)

    def speichere(self, form: Einschaetzungsform) -> Kompetenzeinschaetzung:
        return schaetze_ein(einschaetzung=form.instance, durch=self.request.user)


class Zeugnisseite(Personenformular):
    """The three dates, for the Leitung alone; opening them leaves an entry in the audit."""

    permission_required = "fuehrungszeugnis.pflegen"
    form_class = Zeugnisform
    template_name = "netzwerk/fuehrungszeugnis.html"
    erfolg = "Die Angaben zum Führungszeugnis sind gespeichert."

    def neuer_satz(self) -> Fuehrungszeugnis:
        return Fuehrungszeugnis(fachkraft=self.object)

    def speichere(self, form: Zeugnisform) -> Fuehrungszeugnis:
        daten = form.cleaned_data
        return trage_ein(
            fachkraft=self.object,
            datum=daten["datum"],
            eingesehen_am=daten["eingesehen_am"],
            benutzer_id=self.request.user.pk,
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        eintrag = Fuehrungszeugnis.objects.filter(fachkraft=self.object).first()
        if eintrag is not None:
            protokolliere_lesen(eintrag, benutzer_id=self.request.user.pk)
        return super().get_context_data(eintrag=eintrag, stichtag=self.bereich.stichtag, **kwargs)
