"""Rounds of asking: one mail per provider, sent in batches, reminded once, ended; over a real mail server."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from konten.models import Versandauftrag
from konten.services.versand import versende_faellige
from partner.models import Angebot, Bestaetigungsanfrage, Kampagne
from partner.selectors.bestaetigung import rueckmeldung
from partner.services import kampagne as dienst
from partner.tasks import sende_kampagne
from tests.partner.angebote import geheimnis, neues_angebot
from tests.welt import Welt, neue_ansprechperson, neuer_partner
from tests.werkzeug.postfach import Postfach, freier_port, mailserver

pytestmark = pytest.mark.django_db


def entwurf(welt: Welt, *angebote: Angebot) -> Kampagne:
    return dienst.speichere(
        kampagne=Kampagne(titel="Frühjahr", anschreiben="Stimmt das noch?"),
        version=0,
        angebote=angebote,
        durch=welt.personen["leitstelle"],
    )


def starte(welt: Welt, kampagne: Kampagne, *ohne: Angebot) -> int:
    adressen = {a.anbieter_id: f"haus{a.anbieter_id}@example.org" for a in kampagne.angebote.all() if a not in ohne}
    return dienst.starte(kampagne=kampagne, empfaenger=adressen, durch=welt.personen["leitstelle"])


def test_jeder_anbieter_bekommt_eine_mail_fuer_alle_seine_angebote(welt: Welt):
    eines = neues_angebot(welt, "Elterncafé")
    zweites = neues_angebot(welt, "Spielkreis", anbieter=eines.anbieter)
    ohne = neues_angebot(welt, "Ohne Adresse")
    kampagne = entwurf(welt, eines, zweites, ohne)
    assert starte(welt, kampagne, ohne) == 1
    with pytest.raises(ValidationError):
        starte(welt, Kampagne.objects.get())
    assert not dienst.sende_stapel(kampagne.pk)
    assert not dienst.sende_stapel(kampagne.pk)
    mail = Versandauftrag.objects.get()
    assert all(wort in mail.text for wort in ("Stimmt das noch?", "- Elterncafé", "- Spielkreis", "/bestaetigen/"))
    stand = rueckmeldung(kampagne)
    assert (stand.anbieter, stand.ohne_adresse, stand.versandt, stand.angebote, stand.offen) == (2, 1, 1, 3, 3)


def test_stapel_bleiben_klein_und_wiederholen_nichts(welt: Welt, monkeypatch):
    monkeypatch.setattr(dienst, "STAPEL", 2)
    kampagne = entwurf(welt, *(neues_angebot(welt, f"Angebot {n}") for n in range(5)))
    starte(welt, kampagne)
    assert [dienst.sende_stapel(kampagne.pk) for _ in range(4)] == [True, True, False, False]
    assert Versandauftrag.objects.count() == 5


def test_erinnert_wird_einmal_und_nur_wer_schweigt(welt: Welt):
    stumm, fertig = neues_angebot(welt, "Stumm"), neues_angebot(welt, "Fertig")
    kampagne = entwurf(welt, stumm, fertig)
    starte(welt, kampagne)
    dienst.erinnere(timezone.localdate())
    assert Versandauftrag.objects.count() == 2  # what a killed worker left goes out, nobody is reminded yet
    Bestaetigungsanfrage.objects.filter(positionen__angebot=fertig).update(beantwortet_am=timezone.now())
    Bestaetigungsanfrage.objects.update(versandt_am=timezone.now() - timedelta(days=14))
    assert [dienst.erinnere(timezone.localdate()) for _ in range(2)] == [1, 0]
    mail = Versandauftrag.objects.order_by("-pk")[0]
    assert mail.betreff.startswith("Erinnerung: ")
    assert "- Stumm" in mail.text
    assert rueckmeldung(kampagne).erinnert == 1


def test_eine_beendete_abfrage_sperrt_ihre_links(welt: Welt):
    angebot = neues_angebot(welt)
    kampagne = entwurf(welt, angebot)
    starte(welt, kampagne)
    dienst.sende_stapel(kampagne.pk)
    token = geheimnis()
    assert dienst.beende(kampagne=kampagne) == 1
    with pytest.raises(ValidationError):
        dienst.beende(kampagne=Kampagne.objects.get())
    assert "Dieser Link gilt nicht mehr" in Client().get(f"/bestaetigen/{token}/").text


def test_die_seiten_fuehren_vom_filter_zur_vorschau_und_zum_versand(
    welt: Welt, als, django_capture_on_commit_callbacks
):
    eigenes = neues_angebot(welt, "Elterncafé")
    neues_angebot(welt, "Frisch", geprueft_am=timezone.localdate())
    neues_angebot(welt, "Woanders", raum="saarburg")
    neue_ansprechperson(eigenes.anbieter, "Muster", email="leitung@example.org")
    client, filter_ = als("netzwerk_konz"), "/angebote/kampagnen/neu/?frische=faellig"
    seite = client.get(filter_).text
    assert "1 Angebot von 1 Anbieter" in seite
    assert "leitung@example.org" in seite
    daten = {"titel": "Konz", "anschreiben": "Bitte nachsehen.", "frist_tage": 30, "erinnern_nach_tagen": 14}
    zu_spaet = client.post(filter_, daten | {"erinnern_nach_tagen": 40}).text
    assert "käme erst, wenn der Link nicht mehr gilt" in zu_spaet
    antwort = client.post(filter_, daten, follow=True)
    assert "Jetzt senden" in antwort.text
    assert "Bitte nachsehen." in antwort.text
    assert not Versandauftrag.objects.exists()
    kampagne = Kampagne.objects.get()
    assert als("netzwerk_saarburg").post(f"{kampagne.get_absolute_url()}starten/").status_code == 403
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{kampagne.get_absolute_url()}starten/")
    sende_kampagne.call(kampagne.pk)
    assert Versandauftrag.objects.filter(anlass__startswith="bestaetigen:").count() == 1
    assert "1 von 1" in client.get(f"{kampagne.get_absolute_url()}stand/").text
    noch_eine = client.get(filter_).text
    assert "0 Angebote" in noch_eine
    assert "1 weitere ist nicht dabei" in noch_eine


def test_abfrage_antwort_und_neues_datum_ueber_einen_echten_mailserver(welt: Welt, als, settings):
    cache.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", freier_port()
    haus = neuer_partner(welt, "Haus der Familie", email="haus@example.org")
    angebot = neues_angebot(welt, "Elterncafé", anbieter=haus)
    als("netzwerk_konz").post(f"{angebot.get_absolute_url()}anfragen/")
    postfach = Postfach()
    with mailserver(postfach, settings.EMAIL_PORT):
        assert versende_faellige() == 1
    mail = postfach.mails[0]
    assert (mail["To"], mail["Subject"]) == ("haus@example.org", "Stimmen die Angaben zu Ihrem Angebot noch?")
    pfad = mail.get_body(("plain",)).get_content().split(settings.BASIS_URL)[1].split()[0]
    anbieter = Client(enforce_csrf_checks=True)
    assert "Elterncafé" in anbieter.get(pfad).text
    anbieter.post(pfad, {"angebot": str(angebot.uuid), "antwort": "stimmt"})
    text = als("team_konz").get(angebot.get_absolute_url()).text
    assert f"geprüft am {timezone.localdate():%d.%m.%Y}, vom Anbieter bestätigt" in text
