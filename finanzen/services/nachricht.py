"""Mails about applications: to the Jugendamt when one is filed, to who filed it when it is decided (K30)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from finanzen.models import Ausnahmeantrag
from konten.models import Benutzer
from konten.services.versand import stelle_ein
from netzwerk.selectors.nachweis import jugendamtskonten


def melde_eingang(antrag: Ausnahmeantrag) -> int:
    """One mail to everybody who may decide and did not file it; returns how many. One query, four per mail."""
    konten = [konto for konto in jugendamtskonten(timezone.localdate()) if konto.pk != antrag.beantragt_von_id]
    return sum(
        _schreibe(
            antrag, konto, f"eingang:{konto.pk}", f"Neuer Ausnahmeantrag: {antrag.titel}", "mail/antrag_gestellt.txt"
        )
        for konto in konten
    )


def melde_entscheidung(antrag: Ausnahmeantrag) -> int:
    """The decision with its reason to who filed. Four queries."""
    if antrag.beantragt_von is None:
        return 0
    betreff = f"Ausnahmeantrag {antrag.get_zustand_display()}: {antrag.titel}"
    return _schreibe(antrag, antrag.beantragt_von, "entscheidung", betreff, "mail/antrag_entschieden.txt")


def _schreibe(antrag: Ausnahmeantrag, konto: Benutzer, anlass: str, betreff: str, vorlage: str) -> bool:
    kontext = {"antrag": antrag, "person": konto, "basis": settings.BASIS_URL.rstrip("/")}
    auftrag = stelle_ein(
        anlass=f"ausnahmeantrag:{antrag.uuid}:{anlass}",
        empfaenger=konto.email,
        betreff=betreff,
        text=render_to_string(vorlage, kontext),
        benutzer=konto,
    )
    return auftrag is not None
