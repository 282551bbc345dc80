"""Reads for the import and export of offers."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from konten.rules import Geltungsbereich, normalisiere
from partner.models import Angebot, Wirkungsbereich
from partner.rules.angebotsliste import VOM_ANBIETER, Angebotsangabe, Angebotsgrundlage
from partner.rules.angebotszelle import LEER, WAHL
from partner.selectors.personenliste import partnerverzeichnis
from sozialraum.models import Sozialraum

_FELDER = sorted({*LEER, *WAHL})


def angebotsgrundlage(bereich: Geltungsbereich) -> Angebotsgrundlage:
    """Everything that a list of offers is judged by today. Eight queries, six for a county-wide scope."""
    erlaubt = bereich.sozialraeume("angebot.bearbeiten")
    eigene = None
    if erlaubt is not None:
        eigene = set(Angebot.objects.bearbeitbar_fuer(bereich).order_by().values_list("pk", flat=True))
    raeume = list(Sozialraum.objects.values_list("pk", "kuerzel", "name"))
    wirkung: dict[int, set[int]] = defaultdict(set)
    for partner, raum in (
        Wirkungsbereich.objects.aktiv(bereich.stichtag).order_by().values_list("partner", "sozialraum")
    ):
        wirkung[partner].add(raum)
    thema = Angebot.themen.rel.related_model
    return Angebotsgrundlage(
        partner=partnerverzeichnis(bereich),
        angebote=tuple(
            _angabe(angebot, eigene)
            for angebot in Angebot.objects.sichtbar_fuer(bereich).select_related("anbieter").order_by("pk")
        ),
        raeume={pk: name for pk, _, name in raeume},
        kuerzel={pk: kuerzel for pk, kuerzel, _ in raeume},
        wirkung={partner: frozenset(menge) for partner, menge in wirkung.items()},
        themen={normalisiere(name): pk for pk, name in thema.objects.filter(ist_aktiv=True).values_list("pk", "name")},
        erlaubt=erlaubt,
    )


def _angabe(angebot: Angebot, eigene: set[int] | None) -> Angebotsangabe:
    werte: dict[str, Any] = {feld: getattr(angebot, feld) for feld in _FELDER}
    return Angebotsangabe(
        angebot.pk,
        str(angebot.uuid),
        angebot.version,
        angebot.anbieter_id,
        werte,
        {feld: getattr(angebot.anbieter, feld) for feld in VOM_ANBIETER},
        angebot.anschrift,
        eigene is None or angebot.pk in eigene,
    )


def angebote_zum_export(bereich: Geltungsbereich) -> QuerySet[Angebot]:
    """All offers within sight with what the table names. Four queries."""
    return Angebot.objects.sichtbar_fuer(bereich).fuer_liste().order_by("anbieter__name_norm", "titel", "pk")
