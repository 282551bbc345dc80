"""The handbook: listed pages exist, unknown ones do not."""

import pytest

from berichte.rules import HILFE, hilfeseiten
from config.umgebung import BASIS


def geschrieben() -> set[str]:
    return {seite for seite in HILFE if (BASIS / "templates" / "hilfe" / f"{seite}.html").exists()}


def test_nur_geschriebene_seiten_stehen_im_verzeichnis(als):
    seiten = als("team_konz").get("/hilfe/").context["seiten"]
    assert set(seiten) == geschrieben()
    assert list(seiten) == [seite for seite in HILFE if seite in seiten]


@pytest.mark.parametrize("seite", sorted(geschrieben()))
@pytest.mark.parametrize("name", ["netzwerk_konz", "ohne_rolle"])
def test_jede_seite_oeffnet_sich_fuer_jedes_konto(als, seite, name):
    antwort = als(name).get(f"/hilfe/{seite}/")
    assert antwort.status_code == 200
    assert f"<h1>{HILFE[seite]}</h1>" in antwort.content.decode()


@pytest.mark.parametrize("seite", ["basis", "gibt-es-nicht"])
def test_unbekannte_seite_fehlt(als, seite):
    assert als("admin").get(f"/hilfe/{seite}/").status_code == 404


def test_ohne_anmeldung_kommt_die_anmeldung(client, db):
    assert client.get("/hilfe/").status_code == 302


def test_verzeichnis_laesst_fehlende_aus():
    assert list(hilfeseiten({"stellenanteile": True, "anmelden": True, "abdeckung-lesen": False})) == [
        "anmelden",
        "stellenanteile",
    ]
