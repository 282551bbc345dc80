"""Speed of the pages against the empty signed-in page of the application (K33: the same everywhere)."""

import pytest
from django.test import Client
from django.utils import timezone

from netzwerk.selectors.abdeckung import abdeckung
from partner.models import Netzwerkpartner
from tests.bench.conftest import Messung, messe

pytestmark = [pytest.mark.bench, pytest.mark.urls("tests.bench.leer")]
MENGE = "395 Partner, 14.974 Kontakte"
SEITE, LISTE, FORMULAR = 3, 5, 6

#: name, account, address ({partner} is filled in), budget as a multiple of the empty page
SEITEN = [
    ("Übersicht", "netzwerk-konz", "/", SEITE),
    ("Übersicht Jugendamt", "jugendamt", "/", SEITE),
    ("Abdeckung", "jugendamt", "/abdeckung/", SEITE),
    ("Partner, eine Seite", "netzwerk-konz", "{partner}", SEITE),
    ("Sozialräume", "jugendamt", "/sozialraeume/", SEITE),
    ("Sozialraum Konz", "jugendamt", "/sozialraeume/konz/", SEITE),
    ("Stellenanteile", "jugendamt", "/stellenanteile/", SEITE),
    ("Wiedervorlagen", "netzwerk-konz", "/wiedervorlagen/", SEITE),
    ("Verwaltung", "jugendamt", "/verwaltung/", SEITE),
    ("Hilfe", "netzwerk-konz", "/hilfe/kontakt-erfassen/", SEITE),
    ("Partner, Liste", "netzwerk-konz", "/partner/", LISTE),
    ("Partner, überfällige", "netzwerk-konz", "/partner/?zustand_kontakt=ueberfaellig", LISTE),
    ("Partner, Suche", "netzwerk-konz", "/partner/?q=grundschule", LISTE),
    ("Kontakte, Liste", "jugendamt", "/kontakte/", LISTE),
    ("Kontakte, gefiltert", "netzwerk-konz", "/kontakte/?sozialraum=konz&art=besuch", LISTE),
    ("Kontakt erfassen", "netzwerk-konz", "/kontakte/neu/", FORMULAR),
    ("Partner bearbeiten", "netzwerk-konz", "{partner}bearbeiten/", FORMULAR),
]


def _hole(client: Client, adresse: str) -> None:
    assert client.get(adresse).status_code == 200


def test_seiten_im_budget(angemeldet, capsys):
    clients = {name: angemeldet(name) for name in {konto for _, konto, _, _ in SEITEN}}
    partner = Netzwerkpartner.objects.filter(wirkungsbereiche__sozialraum__kuerzel="konz").order_by("pk").first()
    eigene = clients["netzwerk-konz"]
    blank = messe("bloße Ansicht", "-", lambda: _hole(eigene, "/bench/blank/"))
    leer = messe("leere Seite", "-", lambda: _hole(eigene, "/bench/leer/"))
    ergebnisse = []
    for name, konto, muster, budget in SEITEN:
        adresse = muster.format(partner=partner.get_absolute_url())
        messung = messe(name, MENGE, lambda a=adresse, k=konto: _hole(clients[k], a))
        ergebnisse.append((messung, budget))
    with capsys.disabled():
        print(_tabelle(blank, leer, ergebnisse))
    zu_langsam = [
        f"{m.name}: {m.median / leer.median:.1f} > {budget}"
        for m, budget in ergebnisse
        if m.median > budget * leer.median
    ]
    if leer.median > 2 * blank.median:
        zu_langsam.append(f"leere Seite: {leer.median / blank.median:.1f} > 2 mal die bloße Ansicht")
    assert not zu_langsam, "\n".join(zu_langsam)


def _tabelle(blank: Messung, leer: Messung, ergebnisse: list[tuple[Messung, int]]) -> str:
    kopf = "| Seite | Datenmenge | Abfragen | Median ms | 95 % ms | mal leere Seite | Budget |"
    zeilen = [kopf, "|---|---|---:|---:|---:|---:|---:|"]
    for messung, budget in [(blank, None), (leer, None), *ergebnisse]:
        zeilen.append(
            f"| {messung.name} | {messung.menge} | {messung.abfragen} | {messung.median:.1f} | {messung.p95:.1f} "
            f"| {messung.median / leer.median:.1f} | {budget or '-'} |"
        )
    return "\n" + "\n".join(zeilen)


def test_abdeckung_in_sechs_abfragen(kreis, db, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        abdeckung(timezone.localdate())
