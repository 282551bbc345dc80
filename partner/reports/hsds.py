"""Offers and providers as objects of HSDS 3.1. Keys of parts that have none of their own follow from their owner's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from netzwerk.models import Thema
from partner.models import Angebot, Netzwerkpartner
from partner.rules.angebot import Kostenart, Ortsart
from partner.rules.hsds import (
    TAXONOMIEN,
    adresse_im_netz,
    altersangabe,
    bundesland,
    ohne_leere,
    status,
    zeitplan,
    zeitpunkt,
)
from partner.rules.sprachen import SPRACHEN

#: namespace of all keys that are derived; never to be changed, receivers know our records by them
NAMENSRAUM = UUID("5f0a5d2e-3a57-5d0b-9c0f-6a0c4d1f7b31")
PLATZ = {"id": str(uuid5(NAMENSRAUM, "einheit:platz")), "name": "Platz"}
Objekt = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Begriff:
    """A term of a taxonomy: what it is called by us and by others."""

    taxonomie: str
    code: str
    name: str

    @property
    def id(self) -> UUID:
        return uuid5(NAMENSRAUM, f"{self.taxonomie}:{self.code}")


def taxonomie_id(wort: str) -> UUID:
    """Key of a taxonomy. No query."""
    return uuid5(NAMENSRAUM, f"taxonomie:{wort}")


def alle_begriffe() -> list[Begriff]:
    """All terms, themes first. One query."""
    themen = Thema.objects.filter(aufgegangen_in=None, ist_aktiv=True)
    feste = [
        Begriff(wort, code, str(name)) for wort, (_, _, codes) in TAXONOMIEN.items() for code, name in codes.items()
    ]
    return [*(_thema(thema) for thema in themen), *feste]


def _thema(thema: Thema) -> Begriff:
    return Begriff("thema", str(thema.pk), thema.name)


def taxonomie(wort: str) -> Objekt:
    """A taxonomy. No query."""
    name, wozu, _ = TAXONOMIEN[wort]
    return {"id": str(taxonomie_id(wort)), "name": name, "description": wozu, "version": "1"}


def begriff(zeile: Begriff) -> Objekt:
    """A term, with the taxonomy that it belongs to. No query."""
    return {
        "id": str(zeile.id),
        "code": zeile.code,
        "name": zeile.name,
        "description": f"{TAXONOMIEN[zeile.taxonomie][0]}: {zeile.name}",
        "taxonomy": TAXONOMIEN[zeile.taxonomie][0],
        "taxonomy_id": str(taxonomie_id(zeile.taxonomie)),
        "taxonomy_detail": taxonomie(zeile.taxonomie),
        "language": "de",
    }


# --- Services -------------------------------------------------------------------------------------------------------


def dienst_kurz(angebot: Angebot) -> Objekt:
    """Key and last change, for receivers that compare their stock with ours. No query."""
    return {"id": str(angebot.uuid), "modified_date": zeitpunkt(geaendert(angebot))}


def dienst(angebot: Angebot, stichtag: date) -> Objekt:
    """The fields of a service that hold one value each, with its provider. No query."""
    return ohne_leere(_kern(angebot, stichtag) | {"organization": organisation(angebot.anbieter)})


def dienst_voll(angebot: Angebot, stichtag: date) -> Objekt:
    """A service with everything that belongs to it. No query after `mit_einzelheiten`."""
    orte = [ort_des_dienstes(angebot, voll=True)] if angebot.ortsart != Ortsart.AUFSUCHEND else []
    return ohne_leere(
        dienst(angebot, stichtag)
        | {
            "phones": _telefone(angebot.uuid, angebot.telefon),
            "schedules": _zeiten(angebot, stichtag),
            "service_areas": _gebiete(angebot),
            "service_at_locations": orte,
            "languages": _sprachen(angebot),
            "cost_options": _kosten(angebot),
            "required_documents": _unterlagen(angebot),
            "capacities": _plaetze(angebot),
            "attributes": _merkmale(angebot),
        }
    )


def geaendert(angebot: Angebot) -> datetime:
    """When the offer or its provider was changed last. No query."""
    return max(angebot.geaendert_am, angebot.anbieter.geaendert_am)


def _kern(angebot: Angebot, stichtag: date) -> Objekt:
    return {
        "id": str(angebot.uuid),
        "organization_id": str(angebot.anbieter.uuid),
        "name": angebot.titel,
        "description": _absaetze(angebot.kurztext, angebot.text),
        "url": adresse_im_netz(angebot.web),
        "email": angebot.email,
        "status": status(angebot.stufe, angebot.anbieterzustand, angebot.gilt_bis, stichtag),
        "application_process": _satz(angebot.get_zugang_display(), angebot.zugang_hinweis),
        "fees_description": _gebuehr(angebot),
        "eligibility_description": _fuer_wen(angebot),
        "minimum_age": angebot.alter_von,
        "maximum_age": angebot.alter_bis,
        "assured_date": angebot.geprueft_am.isoformat() if angebot.geprueft_am else None,
        "last_modified": zeitpunkt(geaendert(angebot)),
    }


def _absaetze(*texte: str) -> str:
    return "\n\n".join(text for text in texte if text)


def _satz(*teile: str) -> str:
    return "; ".join(str(teil) for teil in teile if teil)


def _gebuehr(angebot: Angebot) -> str:
    betrag = f"{angebot.kosten_betrag:.2f} Euro".replace(".", ",") if angebot.kosten_betrag is not None else ""
    return _satz(angebot.get_kostenart_display(), betrag, angebot.kosten_hinweis)


def _fuer_wen(angebot: Angebot) -> str:
    alter = altersangabe(angebot.alter_von, angebot.alter_bis)
    gruppen = ", ".join(angebot.lebensphasennamen), ", ".join(angebot.situationsnamen)
    return _satz(alter, *gruppen, angebot.geeignet_fuer)


def _telefone(inhaber: UUID, nummer: str) -> list[Objekt]:
    if not nummer:
        return []
    return [{"id": str(uuid5(inhaber, "telefon")), "number": nummer, "type": "voice"}]


def _zeiten(angebot: Angebot, stichtag: date) -> list[Objekt]:
    dienst_id = {"service_id": str(angebot.uuid)}
    return [
        {"id": str(zeit.uuid)} | dienst_id | zeitplan(zeit.angabe, angebot.gilt_bis, _versatz(zeit.ab or stichtag))
        for zeit in angebot.zeiten.all()
    ]


def _versatz(tag: date) -> timedelta:
    mittags = datetime.combine(tag, time(12), timezone.get_default_timezone())
    return mittags.utcoffset() or timedelta()


def _gebiete(angebot: Angebot) -> list[Objekt]:
    """The Gemeinden when it is for these only, otherwise the Sozialräume."""
    namen = [g.name for g in angebot.gemeinden.all()] or [s.name for s in angebot.sozialraeume.all()]
    return [{"id": str(uuid5(angebot.uuid, f"gebiet:{name}")), "name": name} for name in namen]


def _sprachen(angebot: Angebot) -> list[Objekt]:
    return [
        {"id": str(uuid5(angebot.uuid, f"sprache:{code}")), "code": code, "name": SPRACHEN[code]}
        for code in angebot.sprachen
        if code in SPRACHEN
    ]


def _kosten(angebot: Angebot) -> list[Objekt]:
    if not angebot.kostenart and angebot.kosten_betrag is None:
        return []
    frei = angebot.kostenart == Kostenart.KOSTENLOS
    betrag = 0.0 if frei else angebot.kosten_betrag
    felder = {
        "id": str(uuid5(angebot.uuid, "kosten")),
        "service_id": str(angebot.uuid),
        "option": str(angebot.get_kostenart_display()),
        "currency": "EUR" if betrag is not None else None,
        "amount": float(betrag) if betrag is not None else None,
        "amount_description": angebot.kosten_hinweis,
    }
    return [ohne_leere(felder)]


def _unterlagen(angebot: Angebot) -> list[Objekt]:
    if not angebot.unterlagen:
        return []
    return [{"id": str(uuid5(angebot.uuid, "unterlagen")), "document": angebot.unterlagen}]


def _plaetze(angebot: Angebot) -> list[Objekt]:
    """Only when the free ones are known: the standard requires the number."""
    if angebot.plaetze_frei is None:
        return []
    stand = angebot.kapazitaet_am
    am = datetime.combine(stand, time(), timezone.get_default_timezone()) if stand else angebot.geaendert_am
    felder = {
        "id": str(uuid5(angebot.uuid, "plaetze")),
        "unit": PLATZ,
        "available": angebot.plaetze_frei,
        "maximum": angebot.plaetze,
        "description": str(angebot.get_warteliste_display()),
        "updated": zeitpunkt(am),
    }
    return [ohne_leere(felder)]


def _begriffe(angebot: Angebot) -> Iterable[Begriff]:
    yield from (_thema(thema) for thema in angebot.themen.all())
    for wort, codes in (
        ("art", [angebot.art]),
        ("lebensphase", angebot.lebensphasen),
        ("situation", angebot.situationen),
    ):
        namen = TAXONOMIEN[wort][2]
        yield from (Begriff(wort, code, str(namen[code])) for code in codes if code in namen)


def _merkmale(angebot: Angebot) -> list[Objekt]:
    return [
        {
            "id": str(uuid5(angebot.uuid, str(zeile.id))),
            "link_id": str(angebot.uuid),
            "link_entity": "service",
            "link_type": zeile.taxonomie,
            "taxonomy_term_id": str(zeile.id),
            "taxonomy_term": begriff(zeile),
        }
        for zeile in _begriffe(angebot)
    ]


# --- Places ---------------------------------------------------------------------------------------------------------


def dienst_am_ort(angebot: Angebot, stichtag: date, *, voll: bool) -> Objekt:
    """Where an offer takes place, with the offer itself. No query; nested ones after `mit_einzelheiten`."""
    ort = ort_des_dienstes(angebot, voll=voll) | {"service": dienst(angebot, stichtag)}
    return ort | ohne_leere(
        {"service_areas": _gebiete(angebot), "schedules": _zeiten(angebot, stichtag)} if voll else {}
    )


def ort_des_dienstes(angebot: Angebot, *, voll: bool) -> Objekt:
    """The link between an offer and its one place; it bears the offer's key. No query."""
    stelle = angebot.anbieter if angebot.ortsart == Ortsart.ANBIETER else angebot
    link = {"id": str(angebot.uuid), "service_id": str(angebot.uuid), "location_id": str(stelle.uuid)}
    return link | {"location": _ort(angebot, voll=voll)}


def _ort(angebot: Angebot, *, voll: bool) -> Objekt:
    if angebot.ortsart == Ortsart.FERN:
        felder = {"id": str(angebot.uuid), "location_type": "virtual", "url": adresse_im_netz(angebot.web)}
        return ohne_leere(felder | {"name": str(angebot.get_ortsart_display())})
    ort = _stelle(angebot if angebot.hat_eigenen_ort else angebot.anbieter)
    return ohne_leere(ort | {"accessibility": _zugaenglichkeit(angebot)}) if voll else ort


def _stelle(stelle: Angebot | Netzwerkpartner) -> Objekt:
    """A place with address and position; an address without postcode or place is none."""
    name = stelle.ortsname if isinstance(stelle, Angebot) else stelle.name
    hat_lage = stelle.breite is not None and stelle.laenge is not None
    felder = {
        "id": str(stelle.uuid),
        "location_type": "physical",
        "name": name or stelle.ort,
        "latitude": float(stelle.breite) if hat_lage else None,
        "longitude": float(stelle.laenge) if hat_lage else None,
    }
    if stelle.plz and stelle.ort:
        felder["addresses"] = [
            {
                "id": str(uuid5(stelle.uuid, "anschrift")),
                "location_id": str(stelle.uuid),
                "address_1": stelle.strasse or name or stelle.ort,
                "city": stelle.ort,
                "state_province": bundesland(stelle.plz),
                "postal_code": stelle.plz,
                "country": "DE",
                "address_type": "physical",
            }
        ]
    return ohne_leere(felder)


def _zugaenglichkeit(angebot: Angebot) -> list[Objekt]:
    rollstuhl = f"Mit Rollstuhl zugänglich: {angebot.get_barrierefrei_display()}" if angebot.barrierefrei else ""
    text = _satz(rollstuhl, *angebot.zugaenglichkeitsnamen)
    if not (text or angebot.zugaenglichkeit_hinweis):
        return []
    felder = {"description": text, "details": angebot.zugaenglichkeit_hinweis}
    return [{"id": str(uuid5(angebot.uuid, "zugaenglichkeit"))} | ohne_leere(felder)]


# --- Organizations --------------------------------------------------------------------------------------------------


def organisation(partner: Netzwerkpartner) -> Objekt:
    """A provider with what its public offers show of it anyway: no notes, no tasks, no people. No query."""
    ort = f" in {partner.ort}" if partner.ort else ""
    return ohne_leere(
        {
            "id": str(partner.uuid),
            "name": partner.name,
            "alternate_name": partner.kurzname,
            "description": f"Anbieter{ort} im Verzeichnis der Netzwerkarbeit",
            "email": partner.email,
            "website": adresse_im_netz(partner.web),
        }
    )


def organisation_voll(
    partner: Netzwerkpartner, angebote: Sequence[Angebot], stichtag: date, *, dienste_voll: bool
) -> Objekt:
    """A provider with its place and public offers. No query; full offers after `mit_einzelheiten`."""
    als_objekt = dienst_voll if dienste_voll else _dienst_schlicht
    return ohne_leere(
        organisation(partner)
        | {
            "phones": _telefone(partner.uuid, partner.telefon),
            "locations": [_stelle(partner)] if partner.plz and partner.ort else [],
            "services": [als_objekt(angebot, stichtag) for angebot in angebote],
        }
    )


def _dienst_schlicht(angebot: Angebot, stichtag: date) -> Objekt:
    return ohne_leere(_kern(angebot, stichtag))
