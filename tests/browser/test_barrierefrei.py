"""Every page in every mode: accessible by the letter of axe-core, nothing cut off, big enough for a thumb."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.beispiele import KEINE_SEITE, Beispiel, Beispielsuche, seitennamen
from tests.browser.fenster import BREIT, ENG, SCHMAL, Fensterputz
from tests.waechter.adressen import alle_adressen

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
REGELN = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: what a page in other colours can break; everything else the light one of the same width has shown
FARBREGELN = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
PRUEFE = """async (regeln) => {
  const ergebnis = await axe.run(document, {runOnly: regeln, resultTypes: ['violations']});
  return ergebnis.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(' | '));
}"""
#: Partners, Gremien and projects may be called anything.
LANGER_NAME = """() => document.querySelectorAll('h1, .netz-kruemel li:last-child a').forEach(e => {
  e.textContent = 'Donaudampfschifffahrtsgesellschaftskindertagesstätte Beispielbach';
})"""
UEBERLAUF = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
#: A bar that sticks to the window's edge covers what lies under it until one scrolls: no target is small for that.
LOESE_LEISTEN = """() => document.querySelectorAll('.netz-fuss').forEach(e => { e.style.position = 'static'; })"""
#: A label counts with its box: it is what the finger hits. Links in running text are exempt (WCAG 2.5.8).
ZU_KLEIN = r"""() => {
  const flaechen = [];
  for (const e of document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, .kern-btn')) {
    if (!e.checkVisibility({visibilityProperty: true}) || e.closest('[inert], dialog:not([open])')) continue;
    const rechtecke = [e, ...(e.labels || [])].map(x => x.getBoundingClientRect()).filter(r => r.width && r.height);
    if (!rechtecke.length || rechtecke.every(r => r.right <= 0 || r.bottom <= 0)) continue;
    const oben = Math.min(...rechtecke.map(r => r.top)), unten = Math.max(...rechtecke.map(r => r.bottom));
    const links = Math.min(...rechtecke.map(r => r.left)), rechts = Math.max(...rechtecke.map(r => r.right));
    if (unten - oben < 43.5 || rechts - links < 43.5) {
      const was = e.outerHTML.replace(/\s+/g, ' ').slice(0, 140);
      flaechen.push(Math.round(rechts - links) + '×' + Math.round(unten - oben) + ' ' + was);
    }
  }
  return flaechen;
}"""
NAMEN = seitennamen()
TEILE = 8


def test_jede_adresse_ist_eine_seite_oder_begruendet_keine():
    assert set(KEINE_SEITE) <= {name for name, adresse in alle_adressen().items() if adresse.liest}


@pytest.mark.parametrize("teil", range(TEILE))
def test_seiten_sind_fuer_alle_da(fenster: Fensterputz, teil: int):
    suche, maengel = Beispielsuche(), []
    seiten: dict[str | None, Page] = {}
    for name in NAMEN[teil::TEILE]:
        beispiel = suche.finde(name)
        if beispiel.konto not in seiten:
            seiten[beispiel.konto] = fenster.oeffne(beispiel.konto)
            seiten[beispiel.konto].add_init_script(AXE)
        maengel += [f"{name} {beispiel.url} {mangel}" for mangel in _maengel(seiten[beispiel.konto], beispiel)]
    assert not maengel, "\n".join(maengel)


def _maengel(seite: Page, beispiel: Beispiel) -> Iterator[str]:
    """Light, dark and narrow without a reload, then the narrow widths.

    Both widths are asked everything, since each shows what the other hides; dark only what colours can break.
    """
    _stelle(seite, BREIT, "light")
    antwort = seite.goto(beispiel.url)
    assert antwort is not None
    if antwort.status != 200:
        yield f"antwortet {antwort.status}"
        return
    seite.evaluate(LOESE_LEISTEN)
    for groesse, farben in ((BREIT, "light"), (BREIT, "dark"), (SCHMAL, "light")):
        _stelle(seite, groesse, farben)
        regeln = FARBREGELN if farben == "dark" else REGELN
        yield from (f"({groesse[0]} px, {farben}) {fund}" for fund in seite.evaluate(PRUEFE, regeln))
    yield from (f"(390 px) zu klein: {fund}" for fund in seite.evaluate(ZU_KLEIN))
    seite.evaluate(LANGER_NAME)
    for groesse in (SCHMAL, ENG):
        _stelle(seite, groesse, "light")
        if (ueberlauf := seite.evaluate(UEBERLAUF)) > 0:
            yield f"ragt bei {groesse[0]} px um {ueberlauf} px über den Rand"


def _stelle(seite: Page, groesse: tuple[int, int], farben: str) -> None:
    seite.set_viewport_size({"width": groesse[0], "height": groesse[1]})
    seite.emulate_media(color_scheme=farben)


#: a form sent empty shows its errors: who, where, which button
FEHLERSEITEN = [
    (None, "/anmelden/", "Anmelden"),
    ("netzwerk-konz", "/kontakte/neu/", "Speichern"),
    ("netzwerk-konz", "/partner/neu/", "Partner anlegen"),
    ("jugendamt", "/verwaltung/zentren/neu/", "Speichern"),
    ("leitung-konz", "/stellenanteile/neu/", None),
    ("leitstelle", "/partner/import/", "Hochladen und prüfen"),
]


@pytest.mark.parametrize(("konto", "url", "knopf"), FEHLERSEITEN, ids=[url for _, url, _ in FEHLERSEITEN])
def test_fehler_im_formular_sind_fuer_alle_da(fenster: Fensterputz, konto: str | None, url: str, knopf: str | None):
    seite = fenster.oeffne(konto)
    seite.goto(url)
    absenden = seite.locator("main form[method=post] button[type=submit]:not([name])")
    (absenden.filter(has_text=knopf) if knopf else absenden).last.click()
    seite.wait_for_load_state()
    assert seite.locator(".kern-error, [aria-invalid=true]").count() > 0
    seite.evaluate(AXE)
    for groesse, farben in ((BREIT, "light"), (SCHMAL, "dark")):
        _stelle(seite, groesse, farben)
        assert seite.evaluate(PRUEFE, REGELN) == []


@pytest.mark.parametrize(("konto", "url"), [("team-konz", "/verwaltung/konten/"), ("netzwerk-konz", "/gibt-es-nicht/")])
def test_abweisungen_sind_fuer_alle_da(fenster: Fensterputz, konto: str, url: str):
    seite = fenster.oeffne(konto, groesse=SCHMAL)
    seite.goto(url)
    seite.evaluate(AXE)
    assert seite.evaluate(PRUEFE, REGELN) == []
    assert seite.evaluate(UEBERLAUF) <= 0
