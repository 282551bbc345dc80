"""One search over everything that the reader may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from finanzen.models import Projekt
from konten.models.textsuche import mit_aehnlichem_namen, mit_volltext, mit_worten
from konten.rules import Geltungsbereich
from konten.rules.zahl import tagesdatum
from netzwerk.models import Bedarfsmeldung, Gremium, Kontakt, Lotsenanfrage, Thema
from partner.models import Funktion, Netzwerkpartner, Vereinbarung
from partner.selectors.partner import mit_stand, suche_ansprechpersonen

HOECHSTENS = 8
#: how many names of each kind are offered when nothing was found
VORSCHLAEGE = 5


@dataclass(frozen=True, slots=True)
class Treffer:
    """One find: what it is called, where it leads, what tells it from others."""

    titel: str
    url: str
    zusatz: str = ""


@dataclass(frozen=True, slots=True)
class Gruppe:
    """Finds of one kind; `alle_url` leads to all of them when there are more."""

    schluessel: str
    titel: str
    treffer: list[Treffer]
    gibt_weitere: bool = False
    alle_url: str = ""


def suche(bereich: Geltungsbereich, text: str, stichtag: date) -> list[Gruppe]:
    """Groups with finds, in a fixed order. One query per kind that the reader may see, three more for partners."""
    if not text.strip():
        return []
    gruppen = (gruppe(bereich, text, stichtag) for gruppe in GRUPPEN)
    return [gruppe for gruppe in gruppen if gruppe.treffer]


def vorschlaege(bereich: Geltungsbereich, text: str, stichtag: date) -> list[Treffer]:
    """Partners and people of the day whose names come near to the text: for slips of the pen. Up to six queries."""
    partner = mit_aehnlichem_namen(Netzwerkpartner.objects.sichtbar_fuer(bereich), "name_norm", text, VORSCHLAEGE)
    personen = Funktion.objects.sichtbar_fuer(bereich).aktiv(stichtag).select_related("person", "partner")
    funktionen = mit_aehnlichem_namen(personen, "person__name_norm", text, VORSCHLAEGE)
    return [
        *(Treffer(eintrag.name, eintrag.get_absolute_url()) for eintrag in partner),
        *(_als_person(funktion) for funktion in funktionen),
    ]


def _gruppe(schluessel: str, titel: str, funde: Iterable, treffer: Callable, alle_url: str = "") -> Gruppe:
    zeilen = list(funde)
    return Gruppe(
        schluessel, titel, [treffer(zeile) for zeile in zeilen[:HOECHSTENS]], len(zeilen) > HOECHSTENS, alle_url
    )


def _erste(menge: QuerySet) -> QuerySet:
    return menge[: HOECHSTENS + 1]


def _partner(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    gefunden = Netzwerkpartner.objects.sichtbar_fuer(bereich).suche(text).order_by("name_norm", "pk")
    alle = f"{reverse('partner:partner_liste')}?{urlencode({'q': text, 'zustand': 'alle'})}"
    return _gruppe("partner", "Partner", mit_stand(_erste(gefunden), stichtag), _als_partner, alle)


def _als_partner(partner: Netzwerkpartner) -> Treffer:
    zustand = [str(zeile) for zeile in partner.zustaende_heute if zeile.zustand != "aktiv"]
    angaben = [*map(str, partner.kategorien_heute), partner.anschrift or "Ort nicht bekannt", *zustand]
    return Treffer(partner.name, partner.get_absolute_url(), " · ".join(angaben))


def _personen(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    funde = _erste(suche_ansprechpersonen(text, stichtag).sichtbar_fuer(bereich))
    return _gruppe("personen", "Ansprechpersonen", funde, _als_person)


def _als_person(funktion: Funktion) -> Treffer:
    angaben = filter(None, [f"{funktion.bezeichnung}, {funktion.partner}", funktion.telefon])
    return Treffer(str(funktion.person), f"{funktion.get_absolute_url()}#person-{funktion.uuid}", " · ".join(angaben))


def _gremien(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    menge = mit_worten(Gremium.objects.sichtbar_fuer(bereich), text, ("name", "aufgabe"))
    funde = _erste(menge.select_related("sozialraum").order_by("name", "pk"))
    return _gruppe(
        "gremien",
        "Gremien",
        funde,
        lambda g: Treffer(g.name, g.get_absolute_url(), str(g.sozialraum or "ganzer Landkreis")),
    )


def _themen(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    funde = _erste(
        mit_worten(Thema.objects.sichtbar_fuer(bereich).filter(aufgegangen_in=None), text, ("name",)).order_by(
            "name", "pk"
        )
    )
    return _gruppe(
        "themen", "Themen", funde, lambda thema: Treffer(thema.name, reverse("netzwerk:thema_detail", args=[thema.pk]))
    )


def _bedarf(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    menge = Bedarfsmeldung.objects.sichtbar_fuer(bereich).suche(text)
    return _gruppe(
        "bedarf",
        "Bedarfslagen",
        _erste(menge.select_related("sozialraum", "thema").order_by("-am", "-pk")),
        lambda m: Treffer(m.titel, m.get_absolute_url(), f"{m.thema} · {m.sozialraum} · {tagesdatum(m.am)}"),
        f"{reverse('netzwerk:bedarfsmeldung_liste')}?{urlencode({'q': text})}",
    )


def _lotsenanfragen(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    menge = Lotsenanfrage.objects.sichtbar_fuer(bereich).suche(text)
    return _gruppe(
        "lotsenanfragen",
        "Lotsenanfragen",
        _erste(menge.select_related("sozialraum").order_by("-eingegangen_am", "-pk")),
        lambda a: Treffer(str(a), a.get_absolute_url(), f"{a.sozialraum} · {tagesdatum(a.eingegangen_am)}"),
        f"{reverse('netzwerk:lotsenanfrage_liste')}?{urlencode({'q': text, 'stand': ''})}",
    )


def _vereinbarungen(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    menge = mit_worten(Vereinbarung.objects.sichtbar_fuer(bereich), text, ("titel",))
    funde = _erste(menge.order_by("titel", "pk"))
    return _gruppe(
        "vereinbarungen",
        "Vereinbarungen",
        funde,
        lambda v: Treffer(v.titel, v.get_absolute_url(), v.get_art_display()),
    )


def _projekte(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    menge = mit_worten(Projekt.objects.sichtbar_fuer(bereich), text, ("titel", "zielgruppe"))
    return _gruppe(
        "projekte",
        "Projekte",
        _erste(menge.select_related("sozialraum").order_by("-von", "pk")),
        lambda p: Treffer(p.titel, p.get_absolute_url(), f"{p.sozialraum} · {p.get_zustand_display()}"),
    )


def _kontakte(bereich: Geltungsbereich, text: str, stichtag: date) -> Gruppe:
    """Only texts that the reader may read; who may list contacts without their text finds none here."""
    lesbar = Kontakt.objects.mit_text_fuer(bereich) if bereich.darf("kontakt.sehen") else Kontakt.objects.none()
    menge = mit_volltext(lesbar, text, ("inhalt", "vereinbarung")).order_by("-am", "-pk")
    return _gruppe("kontakte", "Kontakte", _erste(menge.prefetch_related("beteiligungen__partner")), _als_kontakt)


def _als_kontakt(kontakt: Kontakt) -> Treffer:
    partner = ", ".join(dict.fromkeys(zeile.partner.name for zeile in kontakt.beteiligungen.all()))
    text = kontakt.inhalt or kontakt.vereinbarung
    kurz = text if len(text) <= 160 else f"{text[:159].rsplit(' ', 1)[0]} …"
    return Treffer(
        f"{kontakt.get_art_display()} am {tagesdatum(kontakt.am)}: {partner}", kontakt.get_absolute_url(), kurz
    )


GRUPPEN: tuple[Callable[[Geltungsbereich, str, date], Gruppe], ...] = (
    _partner,
    _personen,
    _gremien,
    _themen,
    _bedarf,
    _lotsenanfragen,
    _vereinbarungen,
    _projekte,
    _kontakte,
)
