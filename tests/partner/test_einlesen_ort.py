"""Place resolution: the place decides, and what is not certain is doubtful."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partner.rules import Sitz
from partner.rules.ort import lies_ags, loese_ort, ortsname
from tests.partner.einlesehilfe import GEMEINDEN, verzeichnis

VERZEICHNIS = verzeichnis()


def loese(ort="", plz="", ags=""):
    return loese_ort(ags=ags, ort=ort, plz=plz, verzeichnis=VERZEICHNIS)


@pytest.mark.parametrize(
    ("ort", "plz", "gemeinde"),
    [
        ("Konz", "54329", "Konz"),
        ("konz", "", "Konz"),
        ("Konz (Könen)", "54329", "Konz"),
        ("Konz-Oberemmel", "54329", "Konz"),
        ("Konz, Ortsteil Könen", "", "Konz"),
        ("Konz OT Könen", "", "Konz"),
        ("54329 Konz", "54329", "Konz"),
        ("Welschbillig (Helenenberg)", "54298", "Welschbillig"),
        ("Beuren (Hochwald)", "54413", "Beuren (Hochwald)"),
        ("Beuren", "54413", "Beuren (Hochwald)"),
        ("Naurath (Wald)", "54426", "Naurath (Wald)"),
        ("Naurath (Eifel)", "", "Naurath (Eifel)"),
        ("Naurath", "54426", "Naurath (Wald)"),
        ("Hinzert-Pölert", "54421", "Hinzert-Pölert"),
        ("Hinzert-Poelert", "", "Hinzert-Pölert"),
        ("Taben-Rodt", "54441", "Taben-Rodt"),
        ("Ayl", "54441", "Ayl"),
        ("Kell", "54427", "Kell am See"),
        ("Saarburg/Beurig", "54439", "Saarburg"),
        (unicodedata.normalize("NFD", "Schöndorf"), "54316", "Schöndorf"),
    ],
)
def test_der_ort_bestimmt_die_gemeinde(ort, plz, gemeinde):
    urteil = loese(ort, plz)
    assert (urteil.gemeinde.name, urteil.sitz, urteil.zweifel) == (gemeinde, Sitz.LANDKREIS, "")


@pytest.mark.parametrize(
    ("ort", "plz"),
    [
        ("Trier", ""),
        ("Trier (Trier-West)", ""),
        ("Trier-West", "54294"),
        ("Bitburg", "54634"),
        ("Ruwer", "54292"),
        ("", "24939"),
    ],
)
def test_ausserhalb_des_landkreises(ort, plz):
    urteil = loese(ort, plz)
    assert (urteil.gemeinde, urteil.sitz, urteil.zweifel) == (None, Sitz.AUSSERHALB, "")


@pytest.mark.parametrize(
    ("ort", "plz", "satz"),
    [
        ("", "", "Sitz nicht angegeben."),
        ("Naurath", "", "„Naurath“ kann mehreres heißen: Naurath (Eifel), Naurath (Wald)."),
        (
            "Oberemmel",
            "54329",
            "„Oberemmel“ ist keine Gemeinde des Landkreises. Die Postleitzahl 54329 gehört zu Konz.",
        ),
        ("Irgendwo", "", "„Irgendwo“ ist keine Gemeinde des Landkreises."),
        ("", "54441", "Ort nicht angegeben. Die Postleitzahl 54441 gehört zu Ayl, Taben-Rodt."),
        ("", "54329", "Ort nicht angegeben. Die Postleitzahl 54329 gehört zu Konz."),
        ("Konz", "78462", "„Konz“ gibt es im Landkreis, die Postleitzahl 78462 gehört aber nicht dazu."),
        ("Saarburg-Kell", "", "„Saarburg-Kell“ ist eine Verbandsgemeinde, keine Gemeinde."),
        ("Ruwer", "54316", "„Ruwer“ ist eine Verbandsgemeinde, keine Gemeinde."),
    ],
)
def test_zweifel_wird_gesagt_und_nie_still_entschieden(ort, plz, satz):
    assert loese(ort, plz).zweifel == satz


def test_postleitzahl_allein_ist_nur_ein_vorschlag():
    assert loese(plz="54329").gemeinde.name == "Konz"
    assert loese(plz="54441").gemeinde is None


@pytest.mark.parametrize("ags", ["07235068", "7235068", "7235068.0", " 07235068 "])
def test_gemeindeschluessel_gilt_auch_ohne_fuehrende_null(ags):
    assert loese(ags=ags).gemeinde.name == "Konz"


def test_schluessel_und_ort_widersprechen_sich():
    assert (
        loese("Saarburg", ags="07235068").zweifel == "Gemeindeschlüssel (Konz) und Ort („Saarburg“) widersprechen sich."
    )
    assert loese("Konz (Könen)", ags="07235068").zweifel == ""


def test_schluessel_eines_anderen_kreises_liegt_ausserhalb():
    assert loese(ags="07211000").sitz == Sitz.AUSSERHALB
    assert loese(ags="07235777").zweifel == "Sitz nicht angegeben."


@given(st.text(max_size=60), st.from_regex(r"[0-9]{5}|", fullmatch=True), st.text(max_size=12))
def test_jeder_text_bekommt_ein_urteil(ort, plz, ags):
    urteil = loese(ort, plz, ags)
    assert urteil.zweifel or (urteil.gemeinde is not None) == (urteil.sitz == Sitz.LANDKREIS)


@given(st.sampled_from(GEMEINDEN), st.sampled_from(["{}", " {} ", "{} (Ortsteil)", "{}-Ortsteil", "{}/Ortsteil"]))
def test_gross_und_kleinschreibung_und_form_sind_gleichgueltig(gemeinde, form):
    name = gemeinde[1]
    if "(" in name or "-" in name:
        form = "{}"
    for fassung in (str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text)):
        assert loese(fassung(form.format(name))).gemeinde.ags == gemeinde[0]


WORT = st.text("abcdefghijklmnopqrstuvwxyzäöüßABCÄÖÜé -", min_size=1, max_size=40).filter(str.strip)


@given(WORT, WORT)
def test_klammer_und_postleitzahl_gehoeren_nicht_zum_namen(name, zusatz):
    assert ortsname(f"{name} ({zusatz})") == ortsname(name)
    assert ortsname(f"54329 {name}") == ortsname(name)
    assert ortsname(ortsname(name)) == ortsname(name)


@given(st.text(max_size=20))
def test_gemeindeschluessel_hat_acht_ziffern_oder_keine(text):
    assert len(lies_ags(text)) in (0, 8)
