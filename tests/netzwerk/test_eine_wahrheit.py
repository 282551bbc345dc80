"""For random logs and Stichtage every page says the same about a partner, and the same as a count by hand.

The hand count reads raw records row by row and shares nothing with the selectors but the words of the states.
"""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from berichte.reports.sozialraum import sozialraumbericht
from berichte.rules import Berichtszeitraum
from netzwerk.models import Einsatz, Kontakt
from netzwerk.rules import Einsatzstatus
from netzwerk.rules.faellig import steht_an
from netzwerk.selectors.abdeckung import abdeckung, partnerzustaende
from netzwerk.selectors.faellig import Auswahl, anstehende, zustaende
from netzwerk.services.zaehlung import zaehle_neu
from partner.models import Intervall, Kategoriezuordnung, Partnerzustand, Schliesszeit, Wirkungsbereich
from tests.welt import ANFANG, Welt, neuer_partner

STICHTAG = date(2026, 6, 30)
KATEGORIEN = ("kita", "schule", "verein")
AUSTAUSCH = {"telefonat", "email", "besuch", "treffen", "gremium", "kurzkontakt"}
FEIERTAGE_2026 = {
    *(date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25)),
    *(date(2026, 6, 4), date(2026, 10, 3), date(2026, 11, 1), date(2026, 12, 25), date(2026, 12, 26)),
}

#: contacts around it: some count, most look as if they did
beiwerk = st.tuples(
    st.integers(0, 2),  # partner
    st.integers(-5, 500),  # days before the Stichtag
    st.sampled_from([("telefonat", "nicht_erreicht"), ("veranstaltung", "erreicht"), ("besuch", "erreicht")]),
    st.sampled_from(["netzwerk_saarburg", "netzwerk_saarburg", "leitstelle", "netzwerk_konz"]),
)
#: the contact that decides: on a border of its interval (due, half an interval later), give or take some days
entscheidend = st.one_of(st.none(), *[st.tuples(st.sampled_from([1, 1.5]), st.integers(-3, 3))] * 5)
partnerdaten = st.tuples(
    st.sampled_from([*KATEGORIEN, "kita"]),
    st.sampled_from([2000, 2000, 2000, 2000, 300, 91, 90, 89, 10, 0, -3]),  # serves since so many days
    st.sampled_from(["aktiv", "aktiv", "aktiv", "aktiv", "ruhend"]),
    st.sampled_from([None, 14, 60, 365]),  # own interval
    entscheidend,
)
schliesszeiten = st.tuples(st.one_of(st.none(), st.integers(0, 2)), st.integers(-8, 3), st.integers(0, 20))


@pytest.fixture
def rechte_welt(welt: Welt) -> Welt:
    """A second Einsatz that ends, so that "was in service that day" can be false."""
    Einsatz.objects.create(
        fachkraft=welt.personen["netzwerk_saarburg"].netzwerkfachkraft,
        sozialraum=welt.konz,
        traeger=welt.traeger["musterhof"],
        vzae="0.1",
        von=STICHTAG - timedelta(days=200),
        bis=STICHTAG + timedelta(days=100),
        zustand=Einsatzstatus.BESTAETIGT,
    )
    return welt


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(
    partner=st.lists(partnerdaten, min_size=1, max_size=3),
    log=st.lists(beiwerk, max_size=4),
    zeiten=st.lists(schliesszeiten, max_size=4),
    raumabstand=st.sampled_from([None, 30, 250]),
    versatz=st.integers(0, 364),
)
@example(partner=[("kita", 2000, "aktiv", 365, (1, 0))], log=[], zeiten=[], raumabstand=30, versatz=0)
@example(partner=[("kita", 2000, "aktiv", 14, (1.5, 1))], log=[], zeiten=[(0, -2, 9)], raumabstand=250, versatz=3)
def test_alle_seiten_sagen_dasselbe(rechte_welt, partner, log, zeiten, raumabstand, versatz):
    _raeume_auf()
    welt, stichtag = rechte_welt, STICHTAG + timedelta(days=versatz)
    bestand = _lege_an(welt, stichtag, partner, log, zeiten, raumabstand)

    selektor = partnerzustaende(stichtag, [welt.konz.pk])
    von_hand = {p.pk: _von_hand(welt, p, stichtag) for p in bestand}
    erwartet = {pk: stand for pk, stand in von_hand.items() if stand is not None}
    assert {lage.partner_id: (lage.lage.value, lage.faellig_am) for lage in selektor.values()} == erwartet

    matrix = abdeckung(stichtag, [welt.konz.pk])
    assert {lage.partner_id: lage.lage for lage in matrix.zeilen[0].lagen} == _lagen(selektor)
    gezaehlt = sum(zelle.gesamt for zelle in matrix.zeilen[0].zellen)
    assert gezaehlt == len(erwartet), "each test partner has one category"

    liste = zustaende(Auswahl(raeume=[welt.konz.pk]), stichtag)
    assert {lage.partner_id: lage.lage for lage in liste} == _lagen(selektor)
    assert {eine.partner_id for eine in anstehende(liste)} == {
        pk for (pk, _), lage in selektor.items() if steht_an(lage)
    }

    bericht = sozialraumbericht(welt.konz, Berichtszeitraum(stichtag, stichtag), stichtag)
    offene = {offen.partner.pk: offen.lage.lage for offen in bericht.offene}
    assert offene == {pk: lage for pk, lage in _lagen(selektor).items() if lage in ("ueberfaellig", "nie")}

    for einer in bestand:
        seite = partnerzustaende(stichtag, partner_ids=[einer.pk])
        assert seite.get((einer.pk, welt.konz.pk)) == selektor.get((einer.pk, welt.konz.pk))


def _lagen(zustaende_) -> dict[int, str]:
    return {lage.partner_id: lage.lage for lage in zustaende_.values()}


def _raeume_auf() -> None:
    """Hypothesis runs all examples in one transaction."""
    Kontakt.objects.all().delete()
    Schliesszeit.objects.all().delete()
    Intervall.objects.filter(sozialraum__isnull=False).delete()
    for modell in (Partnerzustand, Kategoriezuordnung, Wirkungsbereich):
        modell.objects.all().delete()


def _lege_an(welt: Welt, stichtag: date, partner, log, zeiten, raumabstand) -> list:
    if raumabstand:
        Intervall.objects.create(kategorie=welt.kategorien["kita"], sozialraum=welt.konz, tage=raumabstand, von=ANFANG)
    bestand = []
    for nummer, (kategorie, seit, zustand, eigener, rand) in enumerate(partner):
        von = max(ANFANG, stichtag - timedelta(days=seit))
        einer = neuer_partner(welt, f"Partner {nummer}", kategorie, von=von, zustand=zustand)
        if eigener:
            Intervall.objects.create(partner=einer, sozialraum=welt.konz, tage=eigener, von=ANFANG)
        if rand:
            tage = int(_abstand(welt, einer) * rand[0]) + rand[1]
            _kontakt(welt, einer, stichtag - timedelta(days=tage), ("treffen", "erreicht"), "netzwerk_konz")
        bestand.append(einer)
    for wem, anfang, dauer in zeiten:
        von = stichtag + timedelta(days=anfang)
        besitzer = None if wem is None else bestand[wem % len(bestand)]
        Schliesszeit.objects.create(partner=besitzer, bezeichnung="zu", von=von, bis=von + timedelta(days=dauer))
    for wem, tage, wie, wer in log:
        _kontakt(welt, bestand[wem % len(bestand)], stichtag - timedelta(days=tage), wie, wer)
    zaehle_neu()
    return bestand


def _kontakt(welt: Welt, partner, am: date, wie: tuple[str, str], wer: str) -> None:
    art, ergebnis = wie
    kontakt = Kontakt.objects.create(art=art, am=am, bezug="beides", erfasst_von=welt.personen[wer])
    kontakt.beteiligungen.create(partner=partner, sozialraum=welt.konz, am=am, ergebnis=ergebnis)


# --- The count by hand ----------------------------------------------------------------------------------------------


def _gilt(zeile, tag: date) -> bool:
    return zeile.von <= tag and (zeile.bis is None or zeile.bis >= tag)


def _von_hand(welt: Welt, partner, stichtag: date) -> tuple[str, date | None] | None:
    """(state, due day) of the partner in Konz; None when it is not expected to be contacted."""
    wirkung = next((w for w in partner.wirkungsbereiche.all() if _gilt(w, stichtag)), None)
    aktiv = any(z.zustand == "aktiv" and _gilt(z, stichtag) for z in partner.zustaende.all())
    if wirkung is None or not aktiv:
        return None
    letzter = max((k.am for k in partner.beteiligungen.all() if _zaehlt(welt, k, stichtag)), default=None)
    if letzter is None:
        return ("neu" if (stichtag - wirkung.von).days < 90 else "nie"), None
    abstand = _abstand(welt, partner)
    faellig = _verschoben(partner, letzter + timedelta(days=abstand))
    if stichtag < faellig:
        return "aktuell", faellig
    return ("faellig" if (stichtag - faellig).days <= abstand // 2 else "ueberfaellig"), faellig


def _zaehlt(welt: Welt, beteiligung, stichtag: date) -> bool:
    kontakt, am = beteiligung.kontakt, beteiligung.kontakt.am
    wirkte = any(_gilt(w, am) for w in beteiligung.partner.wirkungsbereiche.all())
    im_dienst = any(
        _gilt(einsatz, am) and einsatz.fachkraft.benutzer_id == kontakt.erfasst_von_id
        for einsatz in Einsatz.objects.filter(sozialraum=welt.konz, zustand="bestaetigt")
    )
    erreicht = beteiligung.ergebnis == "erreicht" and kontakt.art in AUSTAUSCH
    return am <= stichtag and erreicht and wirkte and im_dienst


def _abstand(welt: Welt, partner) -> int:
    eigener = Intervall.objects.filter(partner=partner).first()
    kategorie = partner.kategoriezuordnungen.get().kategorie
    im_raum = Intervall.objects.filter(kategorie=kategorie, sozialraum=welt.konz).first()
    return (eigener or im_raum or Intervall.objects.get(kategorie=kategorie, sozialraum=None)).tage


def _verschoben(partner, tag: date) -> date:
    """Day by day: while closed go on; once moved, also past weekends and public holidays."""
    regel = partner.kategoriezuordnungen.get().kategorie.ferienregel
    if regel == "keine":
        return tag
    zeiten = list(Schliesszeit.objects.filter(partner=None if regel == "schulferien" else partner))

    def zu(heute: date) -> bool:
        return any(_gilt(zeit, heute) for zeit in zeiten)

    if not zu(tag):
        return tag
    while zu(tag) or tag.weekday() >= 5 or _ist_feiertag(tag):
        tag += timedelta(days=1)
    return tag


def _ist_feiertag(tag: date) -> bool:
    """Public holidays of Rheinland-Pfalz by fixed date and by distance from Easter (Gauss)."""
    if (tag.month, tag.day) in {(1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)}:
        return True
    return (tag - _ostern(tag.year)).days in {-2, 1, 39, 50, 60}


def _ostern(jahr: int) -> date:
    a, b, c = jahr % 19, jahr // 100, jahr % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    rest = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * rest) // 451
    n = h + rest - 7 * m + 114
    return date(jahr, n // 31, n % 31 + 1)


@pytest.mark.parametrize("tag", sorted(FEIERTAGE_2026))
def test_die_handrechnung_kennt_die_feiertage(tag):
    assert _ist_feiertag(tag)
