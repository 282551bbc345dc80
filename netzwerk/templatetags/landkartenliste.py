"""Legend of the map, the list of its points and its table, written in Python: hundreds of rows."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString

from konten.rules.zahl import dezimal, mehrzahl
from netzwerk.rules.abdeckung import REIHENFOLGE, Lage
from netzwerk.rules.landkarte import DECKUNGEN, Ansicht, aufzaehlung, zeichen
from netzwerk.selectors.landkarte import Buendel, Gemeindezeile, Landkarte, Partnerpunkt
from netzwerk.selectors.landkartenzeichen import LEISE, fuellung, je, marke, muster, ring, setze, verbunden
from sozialraum.rules.ausschnitt import STUFE_HOECHSTENS

register = template.Library()
_EINTRAG = (
    '<li><svg class="netz-lk-probe" viewBox="-16 -16 32 32" width="28" height="28" aria-hidden="true">{}{}</svg>'
    " <span>{}</span></li>"
)


def _probe(inhalt: SafeString, wort: str) -> SafeString:
    return setze(_EINTRAG, setze("<title>{}</title>", wort), inhalt, wort)


def _flaechenprobe(klasse: str, nummer: int, wort: str) -> SafeString:
    inhalt = setze(
        '<defs>{}</defs><rect class="netz-lk-flaeche netz-lk-flaeche--{}" x="-15" y="-11" width="30" height="22"'
        ' fill="{}" stroke="{}"/>',
        muster([klasse], 0.6, f"lp{nummer}"),
        klasse,
        fuellung(klasse, f"lp{nummer}"),
        LEISE,
    )
    return _probe(inhalt, wort)


@register.simple_tag
def flaechenlegende(karte: Landkarte) -> SafeString:
    """What the areas mean: steps of coverage, or which Sozialraum has which pattern."""
    eigene = [flaeche for flaeche in karte.flaechen if flaeche.ist_eigen]
    arten = [(f"ton-{flaeche.ton}", flaeche.sozialraum.name) for flaeche in eigene]
    if karte.ansicht == Ansicht.ABDECKUNG:
        gezeigte = {flaeche.deckung for flaeche in eigene}
        stufen = [stufe for stufe in DECKUNGEN if stufe in gezeigte or stufe != DECKUNGEN[-1]]
        arten = [(stufe.klasse, f"{stufe.symbol} {stufe.wort}") for stufe in stufen]
    return verbunden(_flaechenprobe(klasse, nummer, wort) for nummer, (klasse, wort) in enumerate(arten))


@register.simple_tag
def punktlegende(karte: Landkarte) -> SafeString:
    """Signs of the states with how many partners have them, and what hollow and houses mean."""
    je_lage = karte.je_lage
    lagen = [lage for lage in REIHENFOLGE if je_lage.get(lage)] if karte.sieht_lage else [None]
    proben = [
        _probe(
            marke(zeichen(lage), genau=True, groesse=1.05),
            f"{zeichen(lage).wort}: {mehrzahl(je_lage[lage], 'Partner', 'Partner')}",
        )
        for lage in lagen
    ]
    proben.append(
        _probe(
            marke(zeichen(None), genau=False, groesse=1.05),
            "hohl: irgendwo in dieser Gemeinde oder außerhalb der Karte",
        )
    )
    proben.append(
        _probe(
            ring([Lage.NIE, *[Lage.FAELLIG] * 2, *[Lage.AKTUELL] * 4], genau=True, groesse=0.5),
            "Zahl: mehrere Partner, der Ring zeigt ihre Anteile; ✕ zählt, wer überfällig oder nie erreicht ist",
        )
    )
    return verbunden(proben)


def _partnerzeile(punkt: Partnerpunkt, stichtag: str, ort: str) -> SafeString:
    """Name, state, and where, unless the heading says it already."""
    angaben = [punkt.stand, punkt.ort if punkt.ort != ort else "", punkt.lagehinweis]
    text = ", ".join(angabe for angabe in angaben if angabe)
    return setze(
        '<li><a href="{}{}">{}</a> <span aria-hidden="true">{}</span> {}</li>',
        punkt.url,
        stichtag,
        punkt.name,
        zeichen(punkt.lage).symbol,
        text,
    )


@register.simple_tag
def partnerliste(karte: Landkarte, stichtag: str = "", adresse: str = "") -> SafeString:
    """Every partner of the frame: those that share a sign, then the single ones, then those without a place."""
    mehrere = (
        (b.text, b.nummer, _zeilen(b.partner, stichtag, b.ort), _naeher(b, karte, adresse))
        for b in karte.buendel
        if len(b.partner) > 1
    )
    einzelne = [b.partner[0] for b in karte.buendel if len(b.partner) == 1]
    gruppen = je(
        '<details class="netz-lk-ort"><summary>{}</summary><ul id="ort-{}" tabindex="-1">{}</ul>{}</details>',
        mehrere,
    )
    return setze(
        "{}{}{}",
        gruppen,
        _gruppe("einzeln auf der Karte", einzelne, stichtag),
        _gruppe("ohne Ort auf der Karte", karte.ohne_ort, stichtag),
    )


def _naeher(buendel: Buendel, karte: Landkarte, adresse: str) -> SafeString:
    """A link to the map around partners that share a sign but not a place."""
    if len({(punkt.x, punkt.y) for punkt in buendel.partner}) < 2 or karte.wunsch.stufe >= STUFE_HOECHSTENS:
        return setze("")
    erster, stufe = buendel.partner[0], min(karte.wunsch.stufe + 2, STUFE_HOECHSTENS)
    frage = f"mitte={erster.laenge:.4f},{erster.breite:.4f}&zoom={stufe:g}"
    url = f"{adresse}{'&' if '?' in adresse else '?'}{frage}"
    return setze('<p><a href="{}" data-karte-naeher>Auf der Karte vergrößern</a></p>', url)


def _zeilen(partner: Iterable[Partnerpunkt], stichtag: str, ort: str) -> SafeString:
    return verbunden(_partnerzeile(punkt, stichtag, ort) for punkt in partner)


def _gruppe(titel: str, partner: Sequence[Partnerpunkt], stichtag: str) -> SafeString:
    if not partner:
        return setze("")
    kopf = f"{mehrzahl(len(partner), 'Partner', 'Partner')} {titel}: {aufzaehlung([p.lage for p in partner])}"
    return setze(
        '<details class="netz-lk-ort"><summary>{}</summary><ul>{}</ul></details>', kopf, _zeilen(partner, stichtag, "")
    )


@register.simple_tag
def gemeindetabelle(karte: Landkarte) -> SafeString:
    """Rows of the table beside the map."""
    lagen = REIHENFOLGE if karte.sieht_lage else ()
    return verbunden(_gemeindezeile(zeile, lagen, karte.sieht_partner) for zeile in karte.zeilen)


def _gemeindezeile(zeile: Gemeindezeile, lagen: Sequence[Lage], mit_partnern: bool) -> SafeString:
    g = zeile.gemeinde
    zahlen = [(Lage(lage).label, zeile.zahlen.get(lage, 0)) for lage in lagen]
    if mit_partnern:
        zahlen.append(("Partner", zeile.gesamt))
    return setze(
        '<tr><th scope="row">{}</th><td data-label="Verbandsgemeinde">{}</td><td data-label="Sozialraum">{}</td>'
        '<td class="zahl" data-label="Einwohnerzahl">{}</td>{}</tr>',
        zeile.name,
        g.vg_name if g else "",
        zeile.sozialraum,
        dezimal(g.einwohner) if g else "",
        je('<td class="zahl" data-label="{}">{}</td>', zahlen),
    )
