"""Reads of the ground floor."""

from datetime import date

from django.db.models import QuerySet

from konten.models import Benutzer, Entwurf, Parameter, Versandauftrag
from konten.models.abfrage import vorbereitet
from konten.rules import Geltungsbereich, Versandstatus
from konten.rules.parameter import Parametersatz, parametersatz


def parameter_am(stichtag: date) -> Parametersatz:
    """All parameters as valid on the Stichtag (K35). One query."""
    return parametersatz(dict(_parameterzeilen(stichtag)))


@vorbereitet
def _parameterzeilen(stichtag: date) -> QuerySet:
    return Parameter.objects.aktiv(stichtag).order_by("von").values_list("schluessel", "wert")


@vorbereitet
def offene_entwuerfe(benutzer_id: int) -> QuerySet[Entwurf]:
    """The account's unfinished forms, newest first. One query."""
    return Entwurf.objects.filter(benutzer=benutzer_id).exclude(inhalt="").order_by("-stand")


def unzustellbare(bereich: Geltungsbereich) -> int:
    """How many mails wait for somebody's decision. One query, none for who may not see them."""
    if not bereich.darf("versand.sehen"):
        return 0
    return Versandauftrag.objects.filter(zustand=Versandstatus.UNZUSTELLBAR).count()


def zustellproblem(benutzer: Benutzer) -> Versandauftrag | None:
    """The latest mail to this account that could not be delivered to its present address. One query."""
    eigene = Versandauftrag.objects.filter(benutzer=benutzer, empfaenger=benutzer.email)
    return eigene.filter(zustand=Versandstatus.UNZUSTELLBAR).order_by("-erstellt_am").first()
