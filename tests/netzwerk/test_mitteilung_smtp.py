"""K21 against a real mail server and a real worker: headers, an outage, a worker killed in the middle."""

import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from konten.models import Versandauftrag
from konten.rules import Versandstatus
from netzwerk.rules.mitteilung import STAPEL
from netzwerk.selectors.mitteilung import versandstand
from tests.netzwerk.mitteilungen import INNEN, entwurf, neu_gelesen, sende, stelle_alles_ein, trage_aus
from tests.welt import Welt, neuer_partner
from tests.werkzeug.postfach import GEDULD, Postfach, beende, freier_port, mailserver, starte

ARBEITER = ("db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.1")


@pytest.fixture
def port(settings) -> int:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", freier_port()
    return settings.EMAIL_PORT


@pytest.fixture
def postfach(port: int) -> Iterator[Postfach]:
    postfach = Postfach()
    with mailserver(postfach, port):
        yield postfach


@pytest.mark.django_db
def test_mails_nach_aussen_lassen_sich_mit_einem_klick_abbestellen_die_nach_innen_nicht(welt: Welt, postfach: Postfach):
    neuer_partner(welt, email="kita@example.org")
    stelle_alles_ein(sende(welt, entwurf(welt, kategorien=("kita",))))
    stelle_alles_ein(sende(welt, entwurf(welt, **INNEN, an_team=True)))
    assert trage_aus() == 2
    aussen, innen = sorted(postfach.mails, key=lambda mail: mail["To"])
    assert aussen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    adresse = aussen["List-Unsubscribe"].strip().strip("<>")
    assert adresse.startswith("http://127.0.0.1:8000/abmelden/")
    # Each mail is made anew, and the signature names its second; the key of the recipient is the same.
    assert adresse.partition("/abmelden/")[2].partition(":")[0] in aussen.get_content()
    assert aussen["Reply-To"] == "netzwerk_konz@example.org"
    assert innen["List-Unsubscribe"] is None
    assert "Keine Mitteilungen mehr" not in innen.get_content()


@pytest.mark.django_db
def test_steht_der_server_eine_weile_geht_nichts_verloren(welt: Welt, port: int):
    for nummer in range(3):
        neuer_partner(welt, f"Kita {nummer}", email=f"kita{nummer}@example.org")
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",)))
    stelle_alles_ein(mitteilung)
    assert trage_aus() == 0
    assert versandstand(mitteilung).eingestellt == 3
    postfach = Postfach()
    with mailserver(postfach, port):
        Versandauftrag.objects.update(naechster_am=timezone.now())
        assert trage_aus() == 3
    assert sorted(postfach.empfaenger) == [f"kita{nummer}@example.org" for nummer in range(3)]
    assert versandstand(mitteilung).versandt == 3


@pytest.mark.django_db
def test_lehnt_der_server_eine_adresse_ab_steht_der_grund_da(welt: Welt, postfach: Postfach, als):
    neuer_partner(welt, email="kita@example.org")
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",)))
    stelle_alles_ein(mitteilung)
    postfach.rcpt = "552 full"
    trage_aus()
    assert versandstand(mitteilung).gescheitert == 1
    client = als("netzwerk_konz")
    assert (
        "Das Postfach ist voll (Code 552)."
        in client.get(f"/mitteilungen/{mitteilung.uuid}/zustellung/").content.decode()
    )
    postfach.rcpt = "250 OK"
    client.post(f"/mitteilungen/{mitteilung.uuid}/wiederholen/")
    trage_aus()
    assert versandstand(mitteilung).versandt == 1
    assert postfach.empfaenger == ["kita@example.org"]


@pytest.mark.django_db(transaction=True)
def test_getoeteter_arbeiter_setzt_fort_und_verdoppelt_nichts(welt: Welt, postfach: Postfach, port: int):
    anzahl = STAPEL + 10
    for nummer in range(anzahl):
        neuer_partner(welt, f"Kita {nummer}", email=f"kita{nummer}@example.org")
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",)))
    postfach.angehalten = True
    arbeiter = starte(*ARBEITER, port=port)
    erreicht = postfach.begonnen.wait(GEDULD)
    arbeiter.send_signal(signal.SIGKILL)
    ausgabe = beende(arbeiter)
    assert erreicht, f"the worker never reached the mail server: {ausgabe}"
    assert versandstand(mitteilung).wartend == 10, "the first batch is written, the second not begun"
    postfach.angehalten = False
    postfach.mails.clear()
    postfach.empfaenger.clear()
    vorhin = timezone.now() - timedelta(minutes=11)
    Versandauftrag.objects.exclude(in_arbeit_seit=None).update(in_arbeit_seit=vorhin)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=vorhin)
    lauf = starte(*ARBEITER, "--batch", port=port)
    ausgabe = beende(lauf)
    assert lauf.returncode == 0, ausgabe
    gesendet = Counter(postfach.empfaenger)
    assert len(gesendet) == anzahl
    assert set(gesendet.values()) == {1}
    assert Versandauftrag.objects.filter(zustand=Versandstatus.GESENDET).count() == anzahl
    assert neu_gelesen(mitteilung).zustand == "gesendet"
