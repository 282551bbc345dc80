"""Pieces written in Python escape what people typed, and say states in words."""

from datetime import date
from uuid import UUID

from django.template import Context, Template

from konten.rules import Stand, Urteil
from netzwerk.rules.verlauf import Verlaufsart
from netzwerk.selectors.verlauf.basis import Ereignis
from sozialraum.selectors.portraet import Gebiet

BOESE = '<script>"&'
SICHER = "&lt;script&gt;&quot;&amp;"
TAG = date(2026, 3, 1)


def zeige(text: str, **werte: object) -> str:
    return Template(text).render(Context(werte))


def test_zustand_hat_klasse_symbol_und_wort():
    html = zeige("{% zustand z %}", z=Urteil("K31", Stand.ERFUELLT, "Satz"))
    assert html == (
        '<span class="netz-zustand netz-zustand--aktuell">'
        '<span class="netz-zustand__symbol" aria-hidden="true">✓</span> erfüllt</span>'
    )


def test_zeitstrahl_maskiert_eingaben():
    eintrag = Ereignis(
        TAG,
        Verlaufsart.KONTAKT,
        BOESE,
        url=f"/kontakte/{UUID(int=1)}/",
        ist_wichtig=True,
        merkmale=(BOESE, BOESE),
        marke=BOESE,
        text=f"{BOESE}\nzweite Zeile",
        vereinbart=BOESE,
        zusatz=BOESE,
    )
    html = zeige("{% load zeitstrahl %}{% zeitstrahleintraege e heute %}", e=[eintrag], heute=date(2026, 3, 3))
    assert "<script" not in html
    assert html.count(SICHER) == 7
    assert f"{SICHER}<br>zweite Zeile" in html
    assert '<li class="ist-wichtig"><time datetime="2026-03-01">01.03.2026' in html
    assert "vor 2 Tagen" in html


def test_zeitstrahl_zeigt_verborgenes_nicht():
    knapp = Ereignis(TAG, Verlaufsart.KONTAKT, "Kontakt, niemand erreicht", zusatz="von wem")
    html = zeige("{% load zeitstrahl %}{% zeitstrahleintraege e heute %}", e=[knapp], heute=TAG)
    assert html == (
        '<li><time datetime="2026-03-01">01.03.2026 <span aria-hidden="true">·</span> heute</time>'
        "<h3>Kontakt, niemand erreicht</h3></li>"
    )


def test_gemeinden_nennen_ende_und_fehlenden_beleg():
    gebiet = Gebiet(BOESE, "VG Konz", 12345, TAG, TAG, date(2026, 12, 31), ist_belegt=False, quelle="")
    html = zeige("{% load sozialraum %}{% gemeindezeilen g %}", g=[gebiet])
    assert f'<th scope="row">{SICHER}</th>' in html
    assert "12.345" in html
    assert "seit 01.03.2026, bis 31.12.2026<br><em>erschlossen, nicht belegt</em>" in html
