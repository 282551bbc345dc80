"""Agreements come back to mind: on the pages of Sozialraum and partner, on the start page, and by mail, once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from berichte.selectors.uebersicht import uebersicht
from konten.models import Versandauftrag
from netzwerk.models import Einsatz, Unterbrechung
from netzwerk.services.vereinbarungsbrief import erinnere_an_vereinbarungen, zustaendige
from partner.rules.vereinbarung import Vereinbarungslage, lage, wort
from partner.selectors.vereinbarung import vereinbarungen_im_sozialraum
from sozialraum.models import Zustaendigkeit
from tests.partner.test_vereinbarung import neue
from tests.welt import ANFANG, Welt, neuer_partner

pytestmark = pytest.mark.django_db
Als = Callable[[str], Client]


def heute() -> date:
    return timezone.localdate()


@pytest.mark.parametrize(
    ("tage", "stand", "satz"),
    [
        (30, Vereinbarungslage.PRUEFEN, "endet am 22.12.2026"),
        (31, Vereinbarungslage.GILT, "gilt bis 23.12.2026"),
        (0, Vereinbarungslage.PRUEFEN, "endet am 22.11.2026"),
        (-1, Vereinbarungslage.ABGELAUFEN, "abgelaufen am 21.11.2026"),
    ],
)
def test_was_bald_endet_wird_wieder_angesehen(tage, stand, satz):
    tag = date(2026, 11, 22)
    angaben = (tag, ANFANG, tag + timedelta(days=tage), None)
    assert (lage(*angaben), wort(*angaben)) == (stand, satz)


def test_sozialraum_und_partner_zeigen_ihre_laufenden(welt: Welt, als: Als):
    neue(welt, "Abgelaufen", bis=heute() - timedelta(days=1))
    gilt = neue(welt, "Kurze Wege", von=heute() + timedelta(days=5))
    neue(welt, "Fremde Absprache", raum="saarburg")
    seite = als("team_konz").get("/sozialraeume/konz/vorhaben/").text
    assert "Kurze Wege" in seite
    assert f"beginnt am {gilt.von:%d.%m.%Y}" in seite
    assert "Abgelaufen" not in seite
    assert "Fremde Absprache" not in seite
    assert "Vereinbarung anlegen" not in seite
    assert "Kurze Wege" in als("jugendamt").get(f"{gilt.partner.get().get_absolute_url()}vorhaben/").text


def test_ohne_vereinbarung_sagt_die_seite_das_und_bietet_an(welt: Welt, als: Als):
    partner, netz = neuer_partner(welt), als("netzwerk_konz")
    seite = netz.get("/sozialraeume/konz/vorhaben/").text
    assert "Für diesen Sozialraum ist keine laufende Vereinbarung eingetragen." in seite
    assert "/vereinbarungen/neu/?sozialraum=konz" in seite
    assert "Vereinbarung anlegen" not in netz.get("/sozialraeume/saarburg/vorhaben/").text
    seite = netz.get(f"{partner.get_absolute_url()}vorhaben/").text
    assert "Mit diesem Partner ist keine laufende Vereinbarung eingetragen." in seite
    assert f"/vereinbarungen/neu/?partner={partner.uuid}" in seite


def test_wer_keine_vereinbarungen_sieht_bekommt_keine(welt: Welt):
    neue(welt)
    bereich = welt.person("datenschutz").bereich
    assert vereinbarungen_im_sozialraum(bereich, welt.konz.pk, heute()) is None


def test_startseite_zaehlt_was_die_liste_zeigt(welt: Welt, als: Als):
    neue(welt, "Ansehen", pruefen_am=heute())
    neue(welt, "Endet bald", bis=heute() + timedelta(days=30))
    neue(welt, "Gilt noch", pruefen_am=heute() + timedelta(days=1))
    neue(welt, "Saarburg", raum="saarburg", pruefen_am=heute())
    gezaehlt = {
        name: uebersicht(welt.person(name).bereich).aufgaben.vereinbarungen
        for name in ("netzwerk_konz", "netzwerk_saarburg", "leitstelle", "jugendamt", "datenschutz")
    }
    assert gezaehlt == {
        "netzwerk_konz": 2, "netzwerk_saarburg": 1, "leitstelle": 3, "jugendamt": 0, "datenschutz": 0,
    }  # fmt: skip
    verweis = "/vereinbarungen/?stand=pruefen&amp;sozialraum=*"
    assert verweis in als("netzwerk_konz").get("/").text
    for name, titel in [
        ("netzwerk_konz", ["Ansehen", "Endet bald"]), ("leitstelle", ["Ansehen", "Endet bald", "Saarburg"]),
    ]:  # fmt: skip
        zeilen = als(name).get(verweis.replace("&amp;", "&")).context["object_list"]
        assert [zeile.titel for zeile in zeilen] == titel


def test_eine_mail_je_tag_des_ansehens(welt: Welt):
    vereinbarung = neue(welt, pruefen_am=heute())
    assert erinnere_an_vereinbarungen(heute()) == 1
    assert erinnere_an_vereinbarungen(heute() + timedelta(days=1)) == 0
    (mail,) = Versandauftrag.objects.all()
    assert (mail.empfaenger, mail.betreff) == (
        "netzwerk_konz@example.org",
        "Bitte wieder ansehen: Kita und Jugendpflege",
    )
    assert f"wieder ansehen seit {heute():%d.%m.%Y}" in mail.text
    assert vereinbarung.get_absolute_url() in mail.text
    vereinbarung.pruefen_am = heute() + timedelta(days=100)
    vereinbarung.save()
    assert erinnere_an_vereinbarungen(heute() + timedelta(days=99)) == 0
    assert erinnere_an_vereinbarungen(heute() + timedelta(days=100)) == 1


def test_wer_unterbricht_bekommt_keine_mail_sondern_vertretung_dann_leitung_dann_leitstelle(welt: Welt):
    vereinbarung, person = neue(welt), welt.person("netzwerk_konz")
    Unterbrechung.objects.create(einsatz=person.netzwerkfachkraft.einsaetze.get(), von=heute())
    vertretung = Zustaendigkeit.objects.create(
        benutzer=welt.person("netzwerk_saarburg"), rolle="netzwerk", vertritt=person, von=heute()
    )
    assert zustaendige(vereinbarung, heute()) == [welt.person("netzwerk_saarburg")]
    vertretung.delete()
    assert set(zustaendige(vereinbarung, heute())) == {welt.person("leitung_konz"), welt.person("leitung_fremd")}
    Zustaendigkeit.objects.filter(rolle="leitung").update(bis=heute() - timedelta(days=1))
    assert zustaendige(vereinbarung, heute()) == [welt.person("leitstelle")]
    assert Einsatz.objects.bestaetigt().exists()
