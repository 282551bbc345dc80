"""K21: sending Mitteilungen in batches: once, pausable, resumable, to exactly those whom the preview showed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from konten.models import Versandauftrag
from konten.rules import Versandstatus
from netzwerk.models import Abonnement, Mitteilungsabmeldung, Mitteilungsempfaenger, Thema
from netzwerk.rules.mitteilung import STAPEL, abdruck
from netzwerk.selectors.mitteilung import empfaenge, erfahren_von, ungelesene, versandstand
from netzwerk.services import mitteilung as dienst
from netzwerk.services.abonnement import melde_ab
from netzwerk.services.mitteilungsversand import (
    kuerze_empfaenger,
    stelle_stapel_ein,
    wiederhole_gescheiterte,
)
from partner.models import Netzwerkpartner
from tests.netzwerk.mitteilungen import INNEN, entwurf, neu_gelesen, sende, stelle_alles_ein
from tests.welt import Welt, neue_ansprechperson, neuer_partner

pytestmark = pytest.mark.django_db


def adressen(mitteilung) -> list[str]:
    return [e.ziel.adresse for e in empfaenge(mitteilung, timezone.localdate()) if e.bekommt_mail]


def viele_partner(welt: Welt, anzahl: int) -> None:
    for nummer in range(anzahl):
        neuer_partner(welt, f"Kita {nummer:03}", email=f"kita{nummer}@example.org")


def test_nach_aussen_zaehlen_aktive_partner_der_kategorie_im_sozialraum(welt: Welt):
    neuer_partner(welt, "Kita Konz", email="kita@example.org")
    neuer_partner(welt, "Kita Saarburg", sozialraum="saarburg", email="s@example.org")
    neuer_partner(welt, "Schule Konz", kategorie="schule", email="schule@example.org")
    neuer_partner(welt, "Kita zu", zustand="geschlossen", email="zu@example.org")
    assert adressen(entwurf(welt, kategorien=("kita",))) == ["kita@example.org"]
    assert adressen(entwurf(welt, "jugendamt", raeume=(), kategorien=("kita",))) == [
        "kita@example.org",
        "s@example.org",
    ]


def test_gewaehlte_ansprechperson_geht_vor_schluesselperson_vor_einrichtung(welt: Welt):
    eine, andere, dritte = (neuer_partner(welt, f"Kita {z}", email=f"{z}@example.org") for z in "abc")
    neue_ansprechperson(eine, "Schlüssel", email="person@example.org", ist_schluesselperson=True)
    gewaehlte = neue_ansprechperson(andere, "Gewählt", email="gewaehlt@example.org")
    neue_ansprechperson(dritte, "Ohne", email="", ist_schluesselperson=True)
    mitteilung = entwurf(welt, kategorien=("kita",), einzelne={andere: gewaehlte}, an_schluesselpersonen=True)
    assert adressen(mitteilung) == ["person@example.org", "gewaehlt@example.org", "c@example.org"]


def test_nach_innen_geht_es_an_die_kreise_der_sozialraeume_ohne_die_absenderin(welt: Welt):
    mitteilung = entwurf(welt, **INNEN, an_team=True, an_netzwerk=True, an_leitung=True)
    namen = {e.ziel.adresse for e in empfaenge(mitteilung, timezone.localdate())}
    assert namen == {"team_konz@example.org", "leitung_konz@example.org", "leitung_fremd@example.org"}
    alle = entwurf(welt, "jugendamt", **INNEN, raeume=("saarburg",), an_netzwerk=True, an_jugendamt=True)
    namen = {e.ziel.adresse for e in empfaenge(alle, timezone.localdate())}
    assert namen == {"netzwerk_saarburg@example.org", "jugendamt_2@example.org"}


def test_abonnements_passen_nach_thema_und_sozialraum(welt: Welt):
    sprache = Thema.objects.create(name="Sprache")
    for name, raeume, themen in [
        ("alle", [], []),
        ("konz", ["konz"], []),
        ("saar", ["saarburg"], []),
        ("sprache", [], [sprache]),
    ]:
        abo = Abonnement.objects.create(adresse=f"{name}@example.org", bestaetigt_am=timezone.now())
        abo.sozialraeume.set([welt.sozialraeume[kuerzel] for kuerzel in raeume])
        abo.themen.set(themen)
    Abonnement.objects.create(adresse="offen@example.org")
    assert adressen(entwurf(welt, an_abonnenten=True)) == ["alle@example.org", "konz@example.org"]
    mit_thema = entwurf(welt, an_abonnenten=True, themen=(sprache.pk,))
    assert adressen(mit_thema) == ["alle@example.org", "konz@example.org", "sprache@example.org"]


def test_zweimal_senden_sendet_einmal(welt: Welt):
    neuer_partner(welt, email="kita@example.org")
    mitteilung = entwurf(welt, kategorien=("kita",))
    sende(welt, mitteilung)
    with pytest.raises(ValidationError, match="inzwischen weiter"):
        sende(welt, mitteilung)
    assert stelle_alles_ein(mitteilung) == 1
    assert stelle_stapel_ein(mitteilung_id=mitteilung.pk) == 0
    assert Versandauftrag.objects.count() == 1
    assert neu_gelesen(mitteilung).zustand == "gesendet"


def test_gesendet_wird_nur_was_die_vorschau_zeigte(welt: Welt):
    kita = neuer_partner(welt, email="kita@example.org")
    mitteilung = entwurf(welt, kategorien=("kita",))
    bereich = welt.person("netzwerk_konz").bereich
    gesehen = dienst.marke(empfaenge(mitteilung, bereich.stichtag))
    Netzwerkpartner.objects.filter(pk=kita.pk).update(email="andere@example.org")
    with pytest.raises(ValidationError, match="wer die Mitteilung bekommt"):
        dienst.sende(mitteilung_id=mitteilung.pk, version=1, bestaetigt=gesehen, bereich=bereich)
    assert not Mitteilungsempfaenger.objects.exists()


def test_ein_entwurf_ueber_den_eigenen_bereich_hinaus_geht_nicht_hinaus(welt: Welt):
    fremde = neuer_partner(welt, "Kita Saarburg", sozialraum="saarburg", email="s@example.org")
    for mitteilung in (
        entwurf(welt, raeume=("konz", "saarburg"), einzelne={fremde: None}),
        entwurf(welt, raeume=(), einzelne={fremde: None}),
        entwurf(welt, raeume=("konz",), einzelne={fremde: None}),
    ):
        with pytest.raises(ValidationError, match="über Ihre Sozialräume hinaus"):
            sende(welt, mitteilung)


def test_anhalten_greift_nach_einem_stapel_fortsetzen_verdoppelt_nichts(welt: Welt):
    viele_partner(welt, STAPEL + 7)
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",)))
    assert stelle_stapel_ein(mitteilung_id=mitteilung.pk) == STAPEL
    dienst.halte_an(mitteilung_id=mitteilung.pk)
    assert stelle_stapel_ein(mitteilung_id=mitteilung.pk) == 0
    stand = versandstand(mitteilung)
    assert (stand.gesamt, stand.eingestellt, stand.wartend, stand.versandt) == (STAPEL + 7, STAPEL, 7, 0)
    dienst.setze_fort(mitteilung_id=mitteilung.pk)
    assert stelle_alles_ein(mitteilung) == 7
    assert (
        Versandauftrag.objects.values("empfaenger").distinct().count() == Versandauftrag.objects.count() == STAPEL + 7
    )


def test_abbrechen_haelt_auch_mails_auf_die_noch_im_ausgang_liegen(welt: Welt):
    viele_partner(welt, STAPEL + 3)
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",)))
    stelle_stapel_ein(mitteilung_id=mitteilung.pk)
    erste = Versandauftrag.objects.order_by("pk").first()
    Versandauftrag.objects.filter(pk=erste.pk).update(zustand=Versandstatus.GESENDET)
    assert dienst.brich_ab(mitteilung_id=mitteilung.pk) == STAPEL + 2
    stand = versandstand(mitteilung)
    assert (stand.versandt, stand.abgebrochen, stand.gescheitert) == (1, STAPEL + 2, 0)
    assert stelle_stapel_ein(mitteilung_id=mitteilung.pk) == 0


def test_geplant_beginnt_erst_zur_zeit_und_laesst_sich_zuruecknehmen(welt: Welt):
    neuer_partner(welt, email="kita@example.org")
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",)), wann=timezone.now() + timedelta(hours=2))
    assert (mitteilung.zustand, stelle_stapel_ein(mitteilung_id=mitteilung.pk)) == ("geplant", 0)
    dienst.entplane(mitteilung_id=mitteilung.pk)
    wieder = neu_gelesen(mitteilung)
    assert (wieder.zustand, wieder.empfaenger.count()) == ("entwurf", 0)
    wieder = sende(welt, wieder, wann=timezone.now() + timedelta(hours=2))
    type(wieder).objects.filter(pk=wieder.pk).update(geplant_am=timezone.now())
    assert stelle_stapel_ein(mitteilung_id=wieder.pk) == 1
    assert neu_gelesen(wieder).gesendet_am is not None


def test_wer_sich_nach_der_vorschau_abmeldet_bekommt_nichts_mehr(welt: Welt):
    neuer_partner(welt, email="kita@example.org")
    Abonnement.objects.create(adresse="abo@example.org", bestaetigt_am=timezone.now())
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",), an_abonnenten=True))
    melde_ab(eigener=abdruck("kita@example.org"))
    Abonnement.objects.all().delete()
    assert stelle_stapel_ein(mitteilung_id=mitteilung.pk) == 0
    assert {(z.zustand, z.grund) for z in mitteilung.empfaenger.all()} == {("ausgelassen", "abgemeldet")}


def test_gescheiterte_gehen_an_die_adresse_von_heute(welt: Welt):
    eine = neuer_partner(welt, "Kita Alt", email="alt@example.org")
    neuer_partner(welt, "Kita Voll", email="voll@example.org")
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",)))
    stelle_alles_ein(mitteilung)
    Versandauftrag.objects.update(zustand=Versandstatus.UNZUSTELLBAR, fehler="Das Postfach ist voll (Code 552).")
    assert versandstand(mitteilung).gescheitert == 2
    Netzwerkpartner.objects.filter(pk=eine.pk).update(email="neu@example.org")
    assert wiederhole_gescheiterte(mitteilung_id=mitteilung.pk) == 2
    offene = Versandauftrag.objects.filter(zustand=Versandstatus.OFFEN)
    assert set(offene.values_list("empfaenger", flat=True)) == {"neu@example.org", "voll@example.org"}
    assert Versandauftrag.objects.get(empfaenger="alt@example.org").zustand == Versandstatus.VERWORFEN
    assert versandstand(mitteilung).gescheitert == 0


def test_gesendetes_bleibt_eine_berichtigung_ist_eine_neue_mitteilung(welt: Welt):
    neuer_partner(welt, email="kita@example.org")
    alte = sende(welt, entwurf(welt, kategorien=("kita",)))
    with pytest.raises(ValidationError, match="inzwischen weiter"):
        dienst.aendere(
            mitteilung_id=alte.pk,
            version=alte.version,
            angaben=dienst.Mitteilungsangaben(felder={"titel": "Anders"}),
            durch=welt.personen["netzwerk_konz"],
        )
    schluessel = "6b1f1a2e-0000-4000-8000-000000000001"
    angaben = {
        "mitteilung_id": alte.pk,
        "uuid": schluessel,
        "art": "berichtigung",
        "benutzer": welt.personen["netzwerk_konz"],
    }
    neue, dieselbe = dienst.berichtige(**angaben), dienst.berichtige(**angaben)
    assert neue.pk == dieselbe.pk
    assert (neue.berichtigt_id, neue.titel, neue.zustand) == (alte.pk, "Berichtigung: Neue Sprechzeiten", "entwurf")
    assert adressen(neue) == ["kita@example.org"]


def test_ein_partner_weiss_was_er_erfuhr_auch_bei_doppelter_adresse(welt: Welt):
    eine = neuer_partner(welt, "Kita A", email="haus@example.org")
    andere = neuer_partner(welt, "Kita B", email="haus@example.org")
    stelle_alles_ein(sende(welt, entwurf(welt, kategorien=("kita",))))
    bereich = welt.person("leitung_fremd").bereich
    assert [zeile.mitteilung.titel for zeile in erfahren_von(bereich, eine.pk)] == ["Neue Sprechzeiten"]
    assert len(erfahren_von(bereich, andere.pk)) == 1
    assert Versandauftrag.objects.count() == 1


def test_neues_steht_bis_es_gelesen_ist_auf_der_startseite(welt: Welt):
    mitteilung = sende(welt, entwurf(welt, **INNEN, an_team=True))
    team = welt.person("team_konz")
    assert [eine.titel for eine in ungelesene(team.bereich)] == ["Treffen im Mai"]
    assert ungelesene(welt.person("leitung_konz").bereich) == []
    assert dienst.lies(mitteilungen=[mitteilung.pk], benutzer=team) == 1
    assert ungelesene(team.bereich) == []


def test_nach_der_frist_bleibt_von_der_adresse_nur_der_abdruck(welt: Welt):
    neuer_partner(welt, email="kita@example.org")
    mitteilung = sende(welt, entwurf(welt, kategorien=("kita",)))
    stelle_alles_ein(mitteilung)
    assert kuerze_empfaenger(tage=30) == 0
    type(mitteilung).objects.update(fertig_am=timezone.now() - timedelta(days=31))
    assert kuerze_empfaenger(tage=30) == 1
    zeile = mitteilung.empfaenger.get()
    assert (zeile.adresse, zeile.abdruck) == ("", abdruck("kita@example.org"))
    assert not Mitteilungsabmeldung.objects.exists()
