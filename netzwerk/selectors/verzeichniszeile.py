"""How an offer reads in public: address, the lines of a list, the facts for linked data."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.text import slugify

from konten.rules import normalisiere
from netzwerk.rules.schemaorg import Dienst, Ortsangabe
from netzwerk.rules.verzeichnis import Kontaktweg
from partner.models import Angebot
from partner.rules.angebot import Frische, Frischegrenzen, Kostenart, Ortsart


def kurzname(titel: str) -> str:
    """The title as a part of an address: "Eltern-Café für alle" becomes "eltern-cafe-fuer-alle"."""
    return slugify(normalisiere(titel))[:60].strip("-") or "angebot"


def pfad(uuid: UUID, titel: str) -> str:
    """Address of the page; the key alone decides, the words before it are for people."""
    return reverse("netzwerk:verzeichnis_angebot", kwargs={"kurz": kurzname(titel), "uuid": uuid})


def _jahre(zahl: int) -> str:
    return f"{zahl} {'Jahr' if zahl == 1 else 'Jahre'}"


@dataclass(frozen=True, slots=True)
class Zeile:
    """One offer as lists and pages show it."""

    angebot: Angebot
    frische: Frische

    @property
    def ist_geprueft(self) -> bool:
        return self.frische == Frische.AKTUELL

    @property
    def url(self) -> str:
        return pfad(self.angebot.uuid, self.angebot.titel)

    @property
    def alter(self) -> str:
        von, bis = self.angebot.alter_von, self.angebot.alter_bis
        if von is None and bis is None:
            return ""
        if von is None or von == 0:
            return f"bis {_jahre(bis)}" if bis is not None else ""
        return f"ab {von} {'Jahr' if von == 1 else 'Jahren'}" if bis is None else f"{von} bis {_jahre(bis)}"

    @property
    def kosten(self) -> str:
        return str(self.angebot.get_kostenart_display()) if self.angebot.kostenart else ""

    @property
    def ort(self) -> str:
        """The place alone; for what comes to people how it does."""
        angebot = self.angebot
        if angebot.ortsart == Ortsart.ANBIETER:
            return angebot.anbieter.ort
        return angebot.ort or angebot.ortsname if angebot.hat_eigenen_ort else str(angebot.get_ortsart_display())

    @property
    def wann(self) -> str:
        return "; ".join(str(zeit) for zeit in self.angebot.zeiten.all())

    @property
    def merkmale(self) -> list[str]:
        return [teil for teil in (self.alter, self.wann, self.ort, self.kosten) if teil]


def zeilen_von(angebote: Iterable[Angebot], grenzen: Frischegrenzen) -> list[Zeile]:
    """Offers with what the list says of each. No query, with provider and times read before."""
    return [Zeile(angebot, angebot.frische(grenzen)) for angebot in angebote]


def dienst(angebot: Angebot, kontakt: Kontaktweg, url: str) -> Dienst:
    """The facts that become linked data; with everything of `selectors.verzeichnis.oeffentliche` no query."""
    gebiete = list(angebot.gemeinden.all()) or list(angebot.sozialraeume.all())
    return Dienst(
        url=url,
        titel=angebot.titel,
        kurztext=angebot.kurztext or angebot.text[:300],
        art=str(angebot.get_art_display()),
        anbieter=angebot.anbieter.name,
        anbieter_web=angebot.anbieter.web,
        gebiete=tuple(str(gebiet) for gebiet in gebiete),
        themen=tuple(thema.name for thema in angebot.themen.all()),
        alter_von=angebot.alter_von,
        alter_bis=angebot.alter_bis,
        ort=_ort(angebot),
        telefon=kontakt.telefon,
        email=kontakt.email,
        sprachen=angebot.sprachen,
        ist_kostenlos=angebot.kostenart == Kostenart.KOSTENLOS,
        betrag=angebot.kosten_betrag if angebot.kostenart == Kostenart.BETRAG else None,
        zeiten=tuple(zeit.angabe for zeit in angebot.zeiten.all()),
        geprueft_am=angebot.geprueft_am,
    )


def _ort(angebot: Angebot) -> Ortsangabe | None:
    anbieter = angebot.anbieter
    if angebot.ortsart == Ortsart.ANBIETER:
        punkt = (anbieter.breite, anbieter.laenge)
        return Ortsangabe(anbieter.name, anbieter.strasse, anbieter.plz, anbieter.ort, *punkt)
    if not angebot.hat_eigenen_ort:
        return None
    punkt = (angebot.breite, angebot.laenge)
    return Ortsangabe(angebot.ortsname, angebot.strasse, angebot.plz, angebot.ort, *punkt)
