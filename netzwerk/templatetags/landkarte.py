"""The map as SVG, written in Python: hundreds of small pieces."""

from collections.abc import Iterable, Sequence
from math import hypot

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from netzwerk.rules.landkarte import Ansicht, zeichen
from netzwerk.selectors.landkarte import SCHRIFT, Buendel, Landkarte, Raumflaeche, Vgflaeche
from netzwerk.selectors.landkartenzeichen import (
    FLAECHEN,
    GRENZE,
    GRUND,
    LEISE,
    LINIE,
    REST,
    SCHRIFTART,
    TEXT,
    fuellung,
    je,
    marke,
    muster,
    ring,
    setze,
    verbunden,
    zahl,
)
from sozialraum.selectors.karte import Zentrum, grundkarte

register = template.Library()
#: what the finger hits
HOF = setze('<circle class="netz-lk-hof" r="27" fill="none" pointer-events="all"/>')
#: a house nearer than this to a sign steps aside
HAUSABSTAND = 36


# --- The drawing --------------------------------------------------------------------------------------------------


@register.simple_tag
def landkarte_svg(karte: Landkarte, stichtag: str = "", liste: str = "", *, druck: bool = False) -> SafeString:
    """The whole map. `druck` leaves out what paper and pictures cannot follow: links and tiles.

    `liste` is the address of the page with the list of partners, when it is another one.
    """
    r = karte.rahmen
    kopf = setze(
        '<svg class="netz-lk{}" xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" role="{}"'
        ' aria-labelledby="lk-titel"{}>',
        " netz-lk--kacheln" if karte.kacheln and not druck else "",
        *map(zahl, r),
        "img" if druck else "group",
        _basis(karte) if not druck else setze(' width="1000" height="876"'),
    )
    return setze(
        '{}<title id="lk-titel">{}</title><desc>{}</desc>{}</svg>',
        kopf,
        karte.titel,
        karte.beschreibung,
        _inhalt(karte, stichtag, liste, verweise=not druck),
    )


@register.simple_tag
def landkarte_bild(karte: Landkarte, quelle: str) -> SafeString:
    """The map as a file of its own: what it is, of which day, and where the borders come from stand in the picture."""
    r, fest = karte.rahmen, karte.fest
    text = f"{karte.titel}, Stand {karte.wunsch.stichtag:%d.%m.%Y}. Karte: {quelle}"
    return setze(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" width="1000" height="{}" role="img">'
        '<title>{}</title><desc>{}</desc><rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>{}'
        '<g transform="translate({} {}) scale({})"><rect width="1000" height="34" fill="{}"/>'
        '<text x="12" y="22" {} font-size="15" fill="{}">{}</text></g></svg>',
        *map(zahl, (r.x, r.y, r.breite, r.hoehe + 34 * fest)),
        round(1000 * r.hoehe / r.breite + 34),
        karte.titel,
        karte.beschreibung,
        *map(zahl, (r.x, r.y, r.breite, r.hoehe + 34 * fest)),
        GRUND,
        _inhalt(karte, "", "", verweise=False),
        *map(zahl, (r.x, r.y + r.hoehe, fest)),
        GRUND,
        SCHRIFTART,
        TEXT,
        text,
    )


def _basis(karte: Landkarte) -> SafeString:
    """What the script needs to move the map: its whole frame, and the way back to degrees."""
    bild = grundkarte().bild
    werte = (*map(zahl, karte.basis), repr(bild.west), repr(bild.nord), repr(bild.massstab))
    return setze(' data-basis="{}"', " ".join(werte))


def _inhalt(karte: Landkarte, stichtag: str, liste: str, *, verweise: bool) -> SafeString:
    fest = karte.fest
    teile = [
        _definitionen(fest),
        _kacheln(karte) if verweise else "",
        setze(
            '<path class="netz-lk-rest" d="{}" fill="{}" stroke="{}" stroke-width="{}"/>',
            karte.uebrige,
            REST,
            LINIE,
            zahl(1.6 * fest),
        ),
        verbunden(_flaeche(flaeche, karte, stichtag, verweise) for flaeche in karte.flaechen),
        _grenzen((flaeche.umriss for flaeche in karte.flaechen), "raum", 3.2 * fest, ""),
    ]
    if karte.ansicht == Ansicht.VERBANDSGEMEINDEN:
        striche = f"{zahl(14 * fest)} {zahl(7 * fest)}"
        teile.append(_grenzen((vg.umriss for vg in karte.verbandsgemeinden), "vg", 4.4 * fest, striche))
    teile += [_punkte(karte, stichtag, liste, verweise), _zentren(karte), _namen(karte, doppelt=not verweise)]
    return verbunden(teile)


def _definitionen(fest: float) -> SafeString:
    return setze("<defs>{}</defs>", muster(FLAECHEN, fest))


def _kacheln(karte: Landkarte) -> SafeString:
    bilder = (
        (settings.KARTENKACHELN.format(z=k.z, x=k.x, y=k.y), zahl(k.links), zahl(k.oben), zahl(k.seite + 0.02))
        for k in karte.kacheln
    )
    bildmuster = '<image href="{0}" x="{1}" y="{2}" width="{3}" height="{3}"/>'
    return setze('<g class="netz-lk-bilder" aria-hidden="true">{}</g>', je(bildmuster, bilder))


def _fuellung(flaeche: Raumflaeche, ansicht: str) -> tuple[str, str]:
    """Class and fill of an area."""
    if not flaeche.ist_eigen:
        return "nachbar", REST
    klasse = f"ton-{flaeche.ton}"
    if ansicht == Ansicht.ABDECKUNG and flaeche.deckung:
        klasse = flaeche.deckung.klasse
    return klasse, fuellung(klasse)


def _flaeche(flaeche: Raumflaeche, karte: Landkarte, stichtag: str, verweise: bool) -> SafeString:
    klasse, farbe = _fuellung(flaeche, karte.ansicht)
    form = setze(
        '<path class="netz-lk-flaeche netz-lk-flaeche--{}" fill="{}" fill-rule="evenodd" stroke="{}" stroke-width="{}"'
        ' stroke-linejoin="round" d="{}"/>',
        klasse,
        farbe,
        LINIE,
        zahl(1.2 * karte.fest),
        flaeche.pfad,
    )
    if not verweise or (karte.raum and flaeche.ist_eigen):
        return form
    url = f"{flaeche.sozialraum.get_absolute_url()}{stichtag}"
    return setze('<a href="{}" aria-label="{}"><title>{}</title>{}</a>', url, flaeche.text, flaeche.text, form)


def _grenzen(pfade: Iterable[str], art: str, breite: float, striche: str) -> SafeString:
    return setze(
        '<path class="netz-lk-grenze netz-lk-grenze--{}" d="{}" fill="none" stroke="{}" stroke-width="{}"'
        ' stroke-linejoin="round"{}/>',
        art,
        "".join(pfade),
        GRENZE if art == "vg" else LEISE,
        zahl(breite),
        setze(' stroke-dasharray="{}"', striche) if striche else "",
    )


# --- Names --------------------------------------------------------------------------------------------------------


def _namen(karte: Landkarte, *, doppelt: bool) -> SafeString:
    """Verbandsgemeinden, Sozialräume or Gemeinden: what the view is about, and the small ones when it is near.

    `doppelt` draws the halo as a text of its own: print knows no order of painting.
    """
    if karte.ansicht == Ansicht.VERBANDSGEMEINDEN:
        schilder = [(vg.ort, _vgzeilen(vg), 26) for vg in karte.verbandsgemeinden if vg.ort]
    elif karte.raum or karte.wunsch.stufe >= 1:
        schilder = [((name.x, name.y), [name.text], SCHRIFT) for name in karte.namen]
    else:
        schilder = [(flaeche.ort, _raumzeilen(flaeche, karte.ansicht), 28) for flaeche in karte.flaechen if flaeche.ort]
    namen = verbunden(_schild(*schild, karte.fest, doppelt=doppelt) for schild in schilder)
    return setze('<g class="netz-lk-namen" aria-hidden="true">{}</g>', namen)


def _raumzeilen(flaeche: Raumflaeche, ansicht: str) -> list[str]:
    """The name in short lines: "Ruwer/", "Schweich/", "Trier-Land", and under it how it is covered."""
    teile = flaeche.sozialraum.name.split("/")
    zeilen = [f"{teil}/" for teil in teile[:-1]] + teile[-1:]
    if ansicht == Ansicht.ABDECKUNG and flaeche.quote and flaeche.deckung:
        zeilen.append(f"{flaeche.deckung.symbol} {flaeche.quote.zaehler} von {flaeche.quote.nenner}")
    return zeilen


def _vgzeilen(vg: Vgflaeche) -> list[str]:
    return [*(f"{teil}" for teil in vg.name.split(" an der ")[:1]), *(["geteilt"] if vg.ist_geteilt else [])]


def _schild(
    ort: tuple[float, float], zeilen: Sequence[str], schrift: float, fest: float, *, doppelt: bool
) -> SafeString:
    hoehe = schrift * 1.15
    oben = -hoehe * (len(zeilen) - 1) / 2 + schrift * 0.35
    worte = je(
        '<tspan x="0" y="{}">{}</tspan>', ((zahl(oben + hoehe * nummer), zeile) for nummer, zeile in enumerate(zeilen))
    )
    schein = setze(' stroke="{}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"', GRUND)
    text = '<text class="netz-lk-name" text-anchor="middle" {} font-size="{}" font-weight="{}" fill="{}"{}>{}</text>'
    angaben = (SCHRIFTART, schrift, 500 if schrift <= SCHRIFT else 600, TEXT)
    return setze(
        '<g data-fest="" transform="translate({} {}) scale({})">{}{}</g>',
        *map(zahl, (*ort, fest)),
        setze(text, *angaben, schein, worte),
        setze(text, *angaben, "", worte) if doppelt else "",
    )


def _zentren(karte: Landkarte) -> SafeString:
    """A house at the Gemeinde of every Sozialraumzentrum, beside the sign of partners there."""
    haus = (
        '<g class="netz-lk-zentrum" data-fest="" transform="translate({} {}) scale({})"><title>{}</title>'
        '<path transform="translate({})" d="M-16 1 0-15 16 1 11 1 11 15-11 15-11 1z" fill="{}" stroke="{}"'
        ' stroke-width="3"/></g>'
    )
    return je(haus, (_zentrum(zentrum, karte) for zentrum in karte.zentren if zentrum.gemeinde))


def _zentrum(zentrum: Zentrum, karte: Landkarte) -> tuple:
    x, y = grundkarte().bild.punkt(zentrum.gemeinde.laenge, zentrum.gemeinde.breite)
    ist_besetzt = any(hypot(b.x - x, b.y - y) < HAUSABSTAND * karte.fest for b in karte.buendel)
    text = f"{zentrum.name}, {zentrum.anschrift}"
    return zahl(x), zahl(y), zahl(karte.fest), text, "32 -26" if ist_besetzt else "0 0", TEXT, GRUND


# --- Points -------------------------------------------------------------------------------------------------------


def _punkte(karte: Landkarte, stichtag: str, liste: str, verweise: bool) -> SafeString:
    return setze(
        '<g class="netz-lk-punkte">{}</g>',
        verbunden(_punkt(eines, karte.fest, stichtag, liste, verweise) for eines in karte.buendel),
    )


def _punkt(buendel: Buendel, fest: float, stichtag: str, liste: str, verweise: bool) -> SafeString:
    anzahl, text = len(buendel.partner), buendel.text
    lagen = [partner.lage for partner in buendel.partner]
    bild = setze(
        '<g data-fest="" transform="translate({} {}) scale({})">{}{}</g>',
        zahl(buendel.x),
        zahl(buendel.y),
        zahl(fest),
        HOF,
        marke(zeichen(buendel.lage), genau=buendel.genau) if anzahl == 1 else ring(lagen, genau=buendel.genau),
    )
    if not verweise:
        return setze("<g><title>{}</title>{}</g>", text, bild)
    url = f"{buendel.partner[0].url}{stichtag}" if anzahl == 1 else f"{liste}#ort-{buendel.nummer}"
    return setze('<a class="netz-lk-punkt" href="{}"><title>{}</title>{}</a>', url, text, bild)
