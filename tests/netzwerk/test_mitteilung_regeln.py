"""K21: who gets a mail, who does not and why; how a delivery reads."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netzwerk.rules.mitteilung import (
    Empfaengerart,
    Ziel,
    abdruck,
    ist_moeglich,
    marke,
    ordne,
    planfehler,
    zaehle,
    zustellung,
)

PARTNER, KONTO, ABO = Empfaengerart.PARTNER, Empfaengerart.KONTO, Empfaengerart.ABONNENT


def gruende(ziele: list[Ziel], abgemeldete: tuple[str, ...] = ()) -> list[str]:
    return [empfang.grund for empfang in ordne(ziele, abgemeldete)]


def test_dieselbe_adresse_bekommt_eine_mail_auch_anders_geschrieben():
    ziele = [Ziel(PARTNER, 1, "Kita", "Kita@Example.org "), Ziel(PARTNER, 2, "Hort", "kita@example.org")]
    assert gruende(ziele) == ["", "doppelt"]


def test_wer_zweimal_gemeint_ist_steht_einmal_da():
    ziel = Ziel(PARTNER, 1, "Kita", "kita@example.org")
    assert len(ordne([ziel, ziel], ())) == 1


def test_abgemeldete_bekommen_nichts_von_aussen_kollegen_schon():
    weg = (abdruck("ada@example.org"),)
    ziele = [Ziel(PARTNER, 1, "Ada", "ada@example.org"), Ziel(KONTO, 1, "Ada", "ada@example.org")]
    assert gruende(ziele, weg) == ["abgemeldet", ""]


def test_ohne_adresse_und_nur_in_der_anwendung_werden_unterschieden():
    ziele = [Ziel(PARTNER, 1, "Kita", "  "), Ziel(KONTO, 1, "Ada", "ada@example.org", per_mail=False)]
    liste = ordne(ziele, ())
    assert [empfang.grund for empfang in liste] == ["ohne_adresse", "anwendung"]
    zahlen = zaehle(liste)
    assert (zahlen.mails, zahlen.ohne_adresse, zahlen.anwendung, zahlen.gesamt) == (0, 1, 1, 2)


ROHE = st.tuples(
    st.sampled_from([PARTNER, ABO]), st.integers(1, 9), st.sampled_from(["", "a@x.de", "A@x.de", "b@x.de"])
)


# The machine may be busy: how long drawing takes says nothing about the rule.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(ROHE, max_size=20))
def test_keine_adresse_bekommt_zwei_mails_und_niemand_geht_verloren(rohe):
    ziele = [Ziel(art, schluessel, "N", adresse) for art, schluessel, adresse in rohe]
    liste = ordne(ziele, (abdruck("b@x.de"),))
    mails = [empfang.abdruck for empfang in liste if empfang.bekommt_mail]
    assert len(mails) == len(set(mails))
    assert abdruck("b@x.de") not in mails
    assert {(e.ziel.art, e.ziel.schluessel) for e in liste} == {(z.art, z.schluessel) for z in ziele}


def test_die_marke_aendert_sich_mit_adresse_und_urteil():
    eine = ordne([Ziel(PARTNER, 1, "Kita", "a@example.org")], ())
    assert marke(eine) == marke(ordne([Ziel(PARTNER, 1, "anders", "A@example.org")], ()))
    assert marke(eine) != marke(ordne([Ziel(PARTNER, 1, "Kita", "b@example.org")], ()))
    assert marke(eine) != marke(ordne([Ziel(PARTNER, 1, "Kita", "a@example.org")], (abdruck("a@example.org"),)))


@pytest.mark.parametrize(
    ("zustand", "grund", "mail", "fehler", "wort", "begruendung"),
    [
        ("wartet", "", None, "", "wartet", ""),
        (
            "eingestellt",
            "",
            "offen",
            "Der Mailserver ist nicht erreichbar.",
            "eingestellt",
            "Der Mailserver ist nicht erreichbar.",
        ),
        ("eingestellt", "", "gesendet", "", "versandt", ""),
        (
            "eingestellt",
            "",
            "unzustellbar",
            "Das Postfach ist voll (Code 552).",
            "gescheitert",
            "Das Postfach ist voll (Code 552).",
        ),
        ("ausgelassen", "abgemeldet", None, "", "keine Mail", "hat Mitteilungen abbestellt"),
        ("ausgelassen", "anwendung", None, "", "in der Anwendung", ""),
        ("abgebrochen", "", None, "", "abgebrochen", ""),
    ],
)
def test_so_liest_sich_eine_zustellung(zustand, grund, mail, fehler, wort, begruendung):
    urteil = zustellung(zustand, grund, mail, fehler)
    assert (urteil.wort, urteil.grund) == (wort, begruendung)


def test_gesendetes_laesst_sich_nicht_bearbeiten_nur_berichtigen():
    assert ist_moeglich("bearbeiten", "entwurf")
    assert not any(
        ist_moeglich("bearbeiten", stand) for stand in ("geplant", "laeuft", "angehalten", "gesendet", "abgebrochen")
    )
    assert ist_moeglich("berichtigen", "gesendet")
    assert not ist_moeglich("berichtigen", "entwurf")


def test_geplant_wird_fuer_die_zukunft_aber_nicht_fuer_immer():
    jetzt = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert planfehler(jetzt, jetzt) == "Dieser Zeitpunkt liegt nicht in der Zukunft."
    assert planfehler(jetzt + timedelta(minutes=1), jetzt) == ""
    assert planfehler(jetzt + timedelta(days=400), jetzt) == "Bitte wählen Sie einen Zeitpunkt innerhalb eines Jahres."
