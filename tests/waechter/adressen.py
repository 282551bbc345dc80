"""All addresses of the product, and an example for every address that names an object."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from finanzen.models import (
    Ausgabe,
    Ausnahmeantrag,
    Buchungslauf,
    Finanzvolumen,
    Jahresabschluss,
    Projekt,
    Verwendungsnachweis,
)
from konten.models import Benutzer, Parameter, Versandauftrag
from netzwerk.models import (
    Abonnement,
    Abweichungsbegruendung,
    Bedarfsmeldung,
    Einsatz,
    Entscheidungsbefugnis,
    Gremienmitglied,
    Gremium,
    Kontakt,
    Kontaktanhang,
    Leitungsfachkraft,
    Lotsenanfrage,
    Lotsenweiterleitung,
    Mitteilung,
    Mitteilungsanhang,
    Netzwerkfachkraft,
    Qualifikationsnachweis,
    Sitzung,
    Steckbrief,
    Stellenausnahme,
    Uebergabe,
    Unterbrechung,
    Wiedervorlage,
)
from partner.models import (
    Aenderungsvorschlag,
    Angebot,
    Angebotspruefung,
    Aussenstelle,
    Bestaetigungsanfrage,
    Dublettenpaar,
    Einwilligung,
    Funktion,
    Funktionsadresse,
    Importlauf,
    Importvorlage,
    Kampagne,
    Kategoriezuordnung,
    Netzwerkpartner,
    Neuzuschnitt,
    Person,
    Sammlung,
    Schliesszeit,
    Stellenwechsel,
    Vereinbarung,
    Vereinbarungsdatei,
    Wirkungsbereich,
    Zusammenfuehrung,
)
from sozialraum.models import Besonderheit, Gemeinde, Sozialraum, Zustaendigkeit


class Schulferien:
    """Key of closed days without a partner: the same model, but another page and other people who keep them."""

    _default_manager = Schliesszeit._default_manager


class Vertretung:
    """Key of a deputy: the same model as any other task of an account, but kept by other people."""

    _default_manager = Zustaendigkeit._default_manager


#: beginning of a route -> what its key names; the longest match counts, otherwise the view's own model
MODELLE: Mapping[str, type[Model]] = {
    "abschluesse/": Jahresabschluss,
    "anfrage/": Sozialraum,
    "ansprechpersonen/": Funktion,
    "aussenstellen/": Aussenstelle,
    "angebote/": Angebot,
    "angebote/anfragen/": Bestaetigungsanfrage,
    "angebote/kampagnen/": Kampagne,
    "angebote/pruefungen/": Angebotspruefung,
    "angebote/sammlungen/": Sammlung,
    "angebote/vorschlaege/": Aenderungsvorschlag,
    "ausnahmeantraege/": Ausnahmeantrag,
    "bestaetigen/": Angebot,
    "bedarfslagen/": Bedarfsmeldung,
    "besonderheiten/": Besonderheit,
    "finanzen/<int:jahr>/": Sozialraum,
    "finanzen/ausgaben/": Ausgabe,
    "finanzen/ausgaben/buchungslisten/": Buchungslauf,
    "finanzen/volumen/": Finanzvolumen,
    "einwilligungen/": Einwilligung,
    "fachkraefte/": Netzwerkfachkraft,
    "fachkraefte/abweichungen/": Abweichungsbegruendung,
    "fachkraefte/befugnisse/": Entscheidungsbefugnis,
    "fachkraefte/leitungen/": Leitungsfachkraft,
    "fachkraefte/nachweise/": Qualifikationsnachweis,
    "funktionsadressen/": Funktionsadresse,
    "gremien/": Gremium,
    "gremien/mitglieder/": Gremienmitglied,
    "gremien/sitzungen/": Sitzung,
    "kontakte/": Kontakt,
    "kontakte/anhaenge/": Kontaktanhang,
    "mitteilungen/": Mitteilung,
    "mitteilungen/abonnements/": Abonnement,
    "mitteilungen/dateien/": Mitteilungsanhang,
    "mitteilungen/lesen/": Mitteilungsanhang,
    "lotsenanfragen/": Lotsenanfrage,
    "lotsenanfragen/fragen/": Lotsenweiterleitung,
    "partner/": Netzwerkpartner,
    "partner/dubletten/": Dublettenpaar,
    "partner/import/": Importlauf,
    "partner/kategorien/": Kategoriezuordnung,
    "partner/importvorlagen/": Importvorlage,
    "partner/zusammenfuehrungen/": Zusammenfuehrung,
    "personen/": Person,
    "projekte/": Projekt,
    "schliesszeiten/": Schliesszeit,
    "sozialraeume/": Sozialraum,
    "stellenanteile/": Einsatz,
    "stellenwechsel/": Stellenwechsel,
    "stellenanteile/ausnahmen/": Stellenausnahme,
    "stellenanteile/unterbrechungen/": Unterbrechung,
    "verwendungsnachweise/": Verwendungsnachweis,
    "uebergaben/": Uebergabe,
    "vereinbarungen/": Vereinbarung,
    "vereinbarungen/dateien/": Vereinbarungsdatei,
    "verwaltung/aufgaben/": Zustaendigkeit,
    "verwaltung/gebiete/": Neuzuschnitt,
    "verwaltung/gemeinden/": Gemeinde,
    "verwaltung/konten/": Benutzer,
    "verwaltung/mails/": Versandauftrag,
    "verwaltung/parameter/": Parameter,
    "verwaltung/schulferien/": Schulferien,
    "verwaltung/textschutz/": Kontakt,
    "vertretungen/": Vertretung,
    "wiedervorlagen/": Wiedervorlage,
    "wirkungsbereiche/": Wirkungsbereich,
    "verzeichnis/": Angebot,
    "zustaendig/": Steckbrief,
}
#: values of keys that name no record
FESTE_WERTE = {
    "art": "kontakt",
    "jahr": 2026,
    "kennung": "unbekannt",
    "key": "abgelaufen",
    "kurz": "angebot",
    "rest": "unbekannt",
    "seite": "partner-finden",
    "token": "gefaelscht",
    "traeger": uuid.UUID(int=0),
    "uidb36": "1",
}
#: allauth needs its names in the resolver, but nothing leads there
OHNE_SEITE = {"account_signup"}


@dataclass(frozen=True, slots=True)
class Adresse:
    """One route of the product."""

    name: str
    route: str
    schluessel: tuple[str, ...]
    ansicht: Callable

    @property
    def klasse(self) -> type | None:
        return getattr(self.ansicht, "view_class", None)

    @property
    def angaben(self) -> dict[str, Any]:
        """What the route hands to the class (`as_view(...)`)."""
        return getattr(self.ansicht, "view_initkwargs", {})

    @property
    def recht(self) -> Any:
        return self.angaben.get("permission_required", getattr(self.klasse, "permission_required", None))

    @property
    def ist_eigene(self) -> bool:
        """False for the views of allauth and Django that are used as they are."""
        modul = self.klasse.__module__ if self.klasse else self.ansicht.__module__
        return not modul.startswith(("allauth", "django"))

    @property
    def liest(self) -> bool:
        """False for acts that only answer POST."""
        if not self.klasse:
            return True
        namen = self.angaben.get("http_method_names", self.klasse.http_method_names)
        return "get" in namen and hasattr(self.klasse, "get")

    @property
    def schreibt(self) -> bool:
        """True when the address answers POST; Django's own function views all do."""
        return not self.klasse or hasattr(self.klasse, "post")

    @property
    def modell(self) -> type[Model] | None:
        """What the key of the route names; None without key or for a fixed word."""
        if not set(self.schluessel) - set(FESTE_WERTE):
            return None
        passend = [anfang for anfang in MODELLE if self.route.startswith(anfang)]
        if passend:
            return MODELLE[max(passend, key=len)]
        return self.angaben.get("model") or getattr(self.klasse, "model", None)

    def url(self, objekt: Model | None = None) -> str:
        werte = {name: FESTE_WERTE[name] if name in FESTE_WERTE else getattr(objekt, name) for name in self.schluessel}
        return reverse(self.name, kwargs=werte)


@cache
def alle_adressen() -> dict[str, Adresse]:
    """Every named route by its full name. An unnamed one (the favicon) is not a page."""
    return {adresse.name: adresse for adresse in _sammle(get_resolver(), "", "") if adresse.name}


def _sammle(resolver: URLResolver, route: str, namensraum: str) -> Iterator[Adresse]:
    for eintrag in resolver.url_patterns:
        if isinstance(eintrag, URLResolver):
            raum = f"{namensraum}{eintrag.namespace}:" if eintrag.namespace else namensraum
            yield from _sammle(eintrag, route + str(eintrag.pattern), raum)
        elif isinstance(eintrag, URLPattern):
            name = f"{namensraum}{eintrag.name}" if eintrag.name else ""
            yield Adresse(name, route + str(eintrag.pattern), _schluessel(eintrag), eintrag.callback)


def _schluessel(eintrag: URLPattern) -> tuple[str, ...]:
    return tuple(getattr(eintrag.pattern, "converters", None) or eintrag.pattern.regex.groupindex)
