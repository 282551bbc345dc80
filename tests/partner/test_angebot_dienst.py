"""Acts on offers: stored once, verified only by an act, dated stages, uses without names, carried along by merges."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from konten.models import Protokolleintrag
from netzwerk.models import Thema
from netzwerk.services.thema import fuehre_zusammen as fuehre_themen_zusammen
from partner.models import Angebot, Angebotsnutzung, Angebotspruefung, Partnerzustand, Sammlung
from partner.rules.angebot import Angebotsstufe, Pruefweg
from partner.rules.angebotszeit import Rhythmus, Zeitangabe
from partner.rules.zusammenfuehren import FELDER, Wahl
from partner.selectors.angebot import grenzen, nutzungen
from partner.selectors.angebotsbefunde import angebotsbefunde
from partner.selectors.angebotspflege import angebotslage, wartende_angebote
from partner.services import angebot as dienst
from partner.services.sammlung import nimm_auf, nimm_heraus, verschiebe
from partner.services.trennen import nimm_zurueck
from partner.services.zusammenfuehren import fuehre_zusammen
from tests.partner.angebote import gefragt, neues_angebot, vor_tagen
from tests.welt import Welt, neuer_partner

pytestmark = pytest.mark.django_db
MONTAGS = Zeitangabe(Rhythmus.WOECHENTLICH, 0)
DIENSTAGS = Zeitangabe(Rhythmus.WOECHENTLICH, 1)


def speichere(welt: Welt, angebot: Angebot, version: int = 0, zeiten=(MONTAGS,), themen=()) -> tuple[Angebot, bool]:
    return dienst.speichere(
        angebot=angebot,
        version=version,
        sozialraeume=[welt.konz],
        gemeinden=[],
        themen=list(themen),
        zeiten=zeiten,
        durch=welt.personen["netzwerk_konz"],
    )


def neu(welt: Welt, **felder) -> Angebot:
    return Angebot(anbieter=neuer_partner(welt, "Haus der Familie"), titel="Elterncafé", **felder)


def test_dasselbe_formular_zweimal_ist_ein_angebot(welt: Welt):
    eines = neu(welt, uuid=(schluessel := uuid4()), plaetze=5)
    angebot, gespeichert = speichere(welt, eines)
    zweites, noch_einmal = speichere(welt, Angebot(anbieter=eines.anbieter, titel="Anders", uuid=schluessel))
    assert (gespeichert, noch_einmal, zweites) == (True, False, angebot)
    gelesen = Angebot.objects.get()
    heute = timezone.localdate()
    assert (gelesen.titel, gelesen.stufe, gelesen.stufe_seit) == ("Elterncafé", Angebotsstufe.ENTDECKT, heute)
    assert (gelesen.kapazitaet_am, gelesen.geprueft_am, gelesen.ist_oeffentlich) == (heute, None, False)
    assert [str(schritt) for schritt in gelesen.schritte.all()] == [f"entdeckt seit {heute:%d.%m.%Y}"]


def test_speichern_prueft_nichts_und_laesst_handlungen_stehen(welt: Welt):
    angebot, _ = speichere(welt, neu(welt))
    offen = Angebot.objects.get(pk=angebot.pk)  # the form is open while somebody else acts
    dienst.pruefe(angebot=angebot, weg=Pruefweg.FACHKRAFT, durch=welt.personen["leitstelle"])
    dienst.veroeffentliche(angebot=angebot, oeffentlich=True)
    dienst.wechsle_stufe(angebot=angebot, stufe="gepflegt", durch=welt.personen["leitstelle"])
    offen.titel = "Elterncafé am Bach"
    speichere(welt, offen, version=1, zeiten=(DIENSTAGS,))
    gelesen = Angebot.objects.get()
    assert (gelesen.titel, gelesen.version, gelesen.ist_oeffentlich) == ("Elterncafé am Bach", 2, True)
    assert (gelesen.geprueft_am, gelesen.stufe) == (timezone.localdate(), "gepflegt")
    assert [zeit.wochentag for zeit in gelesen.zeiten.all()] == [1]
    assert Angebot.objects.suche("cafe bach").exists()


def test_wer_eine_alte_fassung_speichert_erfaehrt_es(welt: Welt):
    angebot, _ = speichere(welt, neu(welt))
    speichere(welt, Angebot.objects.get(pk=angebot.pk), version=1)
    with pytest.raises(dienst.AngebotGeaendert) as fehler:
        speichere(welt, Angebot.objects.get(pk=angebot.pk), version=1)
    assert fehler.value.version == 2


def test_die_pruefung_am_telefon_nennt_wer_und_laesst_sich_am_selben_tag_zuruecknehmen(welt: Welt):
    angebot, durch = neues_angebot(welt), welt.personen["netzwerk_konz"]
    with pytest.raises(ValidationError):
        dienst.pruefe(angebot=angebot, weg=Pruefweg.TELEFON, durch=durch, wer=" ")
    with pytest.raises(ValidationError):
        dienst.pruefe(angebot=angebot, weg=Pruefweg.FACHKRAFT, durch=durch, am=timezone.localdate() + timedelta(days=1))
    frueher = vor_tagen(timezone.localdate(), 40)
    dienst.pruefe(angebot=angebot, weg=Pruefweg.ANBIETER, durch=None, am=frueher)
    eine = dienst.pruefe(angebot=angebot, weg=Pruefweg.TELEFON, durch=durch, wer="Leitung")
    assert dienst.pruefe(angebot=angebot, weg=Pruefweg.TELEFON, durch=durch, wer="Leitung") == eine
    angebot.refresh_from_db()
    assert (angebot.geprueft_am, angebot.geprueft_weg) == (timezone.localdate(), Pruefweg.TELEFON)
    with pytest.raises(ValidationError):
        dienst.nimm_pruefung_zurueck(pruefung=eine, durch=welt.personen["leitstelle"])
    dienst.nimm_pruefung_zurueck(pruefung=eine, durch=durch)
    angebot.refresh_from_db()
    assert (angebot.geprueft_am, angebot.geprueft_weg) == (frueher, Pruefweg.ANBIETER)


def test_wer_bestaetigt_hat_steht_nicht_im_protokoll(welt: Welt):
    dienst.pruefe(angebot=neues_angebot(welt), weg=Pruefweg.TELEFON, durch=welt.person("leitstelle"), wer="Frau Muster")
    eintrag = Protokolleintrag.objects.get_for_objects(Angebotspruefung.objects.all()).get()
    assert eintrag.changes_dict["wer"] == ["", "geändert"]
    assert "Muster" not in str(eintrag.changes)


def test_pruefen_findet_ein_datum_das_niemand_gesetzt_hat(welt: Welt):
    speichere(welt, neu(welt))
    assert list(angebotsbefunde()) == []
    Angebot.objects.update(geprueft_am=timezone.localdate(), stufe="gepflegt")
    assert list(angebotsbefunde()) == [
        "Elterncafé: das Prüfdatum passt nicht zum Verlauf",
        "Elterncafé: die Stufe passt nicht zum Verlauf",
    ]


def test_stufen_sind_datiert_und_was_ruht_wird_nicht_veroeffentlicht(welt: Welt):
    angebot, durch = neues_angebot(welt), welt.personen["leitstelle"]
    dienst.wechsle_stufe(angebot=angebot, stufe="ruhend", durch=durch, grund="Sommerpause")
    angebot.refresh_from_db()
    with pytest.raises(ValidationError):
        dienst.wechsle_stufe(angebot=angebot, stufe="ruhend", durch=durch)
    with pytest.raises(ValidationError):
        dienst.veroeffentliche(angebot=angebot, oeffentlich=True)
    assert [(s.stufe, s.grund, s.am) for s in angebot.schritte.all()] == [
        ("ruhend", "Sommerpause", timezone.localdate())
    ]


def test_oeffentlich_ist_nur_was_gilt(welt: Welt):
    heute = timezone.localdate()
    frisch = neues_angebot(welt, "Frisch", ist_oeffentlich=True, geprueft_am=heute)
    ungeprueft = neues_angebot(welt, "Nie", ist_oeffentlich=True)
    neues_angebot(welt, "Intern", geprueft_am=heute)
    neues_angebot(welt, "Alt", ist_oeffentlich=True, geprueft_am=vor_tagen(heute, 600))
    neues_angebot(welt, "Vorbei", ist_oeffentlich=True, geprueft_am=heute, gilt_bis=vor_tagen(heute, 1))
    neues_angebot(welt, "Ruht", ist_oeffentlich=True, geprueft_am=heute, stufe="ruhend")
    zu = neues_angebot(welt, "Zu", ist_oeffentlich=True, geprueft_am=heute)
    Partnerzustand.objects.filter(partner=zu.anbieter).update(zustand="geschlossen")
    assert set(Angebot.objects.oeffentlich(grenzen(heute))) == {frisch, ungeprueft}


def test_eine_nutzung_zaehlt_einmal_ohne_spur_und_laesst_sich_zuruecknehmen(welt: Welt):
    angebot, anderes, schluessel = neues_angebot(welt), neues_angebot(welt, "Anderes"), uuid4()
    assert dienst.zaehle_nutzung(angebot=angebot, schluessel=schluessel, jahr=2026)
    assert not dienst.zaehle_nutzung(angebot=angebot, schluessel=schluessel, jahr=2026)
    dienst.zaehle_nutzung(angebot=angebot, schluessel=uuid4(), jahr=2026)
    dienst.zaehle_nutzung(angebot=angebot, schluessel=uuid4(), jahr=2025)
    assert nutzungen(angebot) == [(2026, 2), (2025, 1)]
    with pytest.raises(ValidationError):
        dienst.loesche(angebot=angebot)
    assert not dienst.nimm_nutzung_zurueck(angebot=anderes, schluessel=schluessel)
    assert dienst.nimm_nutzung_zurueck(angebot=angebot, schluessel=schluessel)
    assert nutzungen(angebot) == [(2026, 1), (2025, 1)]
    assert {feld.name for feld in Angebotsnutzung._meta.concrete_fields} == {"id", "uuid", "angebot", "jahr"}
    dienst.loesche(angebot=anderes)
    assert list(Angebot.objects.all()) == [angebot]


def test_ein_anbieter_mit_angebot_laesst_sich_nicht_loeschen(welt: Welt):
    angebot = neues_angebot(welt)
    with pytest.raises(ProtectedError):
        angebot.anbieter.delete()


def test_eine_sammlung_behaelt_ihre_ordnung(welt: Welt):
    sammlung = Sammlung.objects.create(titel="Geburt")
    a, b, c = (neues_angebot(welt, titel) for titel in "ABC")
    assert [nimm_auf(sammlung=sammlung, angebot=eines) for eines in (a, b, c, b)] == [True, True, True, False]
    assert verschiebe(sammlung=sammlung, angebot=c, hinauf=True)
    assert not verschiebe(sammlung=sammlung, angebot=a, hinauf=True)
    assert nimm_heraus(sammlung=sammlung, angebot=a)
    assert not nimm_heraus(sammlung=sammlung, angebot=a)
    assert [platz.angebot.titel for platz in sammlung.plaetze.all()] == ["C", "B"]


def test_was_wartet_zaehlt_in_den_eigenen_sozialraeumen(welt: Welt):
    heute = timezone.localdate()
    neues_angebot(welt, "Nie geprüft")
    neues_angebot(welt, "Vorbei", geprueft_am=heute, gilt_bis=vor_tagen(heute, 1))
    neues_angebot(welt, "Frisch", geprueft_am=heute, plaetze_frei=2)
    neues_angebot(welt, "Woanders", raum="saarburg")
    neues_angebot(welt, "Ruht", stufe="ruhend")
    assert wartende_angebote(welt.person("netzwerk_konz").bereich) == {"zu_pruefen": 2}
    assert wartende_angebote(welt.person("leitstelle").bereich) == {"zu_pruefen": 3}
    assert wartende_angebote(welt.person("team_konz").bereich) == {}
    lage = angebotslage(welt.person("team_konz").bereich, welt.konz.pk, heute)
    assert (lage.alle, lage.aktuell, lage.zu_pruefen, lage.frei) == (3, 1, 2, 1)


def test_zusammenfuehren_nimmt_angebote_mit_und_gibt_sie_zurueck(welt: Welt):
    bleibt, weicht = neuer_partner(welt, "Haus A"), neuer_partner(welt, "Haus B")
    eigenes, fremdes = neues_angebot(welt, "Eins", anbieter=bleibt), neues_angebot(welt, "Zwei", anbieter=weicht)
    anfrage, _ = gefragt(welt, fremdes)
    akte = fuehre_zusammen(
        bleibt=bleibt,
        weicht=weicht,
        wahl={feld.name: Wahl.BLEIBT for feld in FELDER},
        versionen=(bleibt.version, weicht.version),
        durch=welt.personen["leitstelle"],
    )
    anfrage.refresh_from_db()
    assert set(bleibt.angebote.all()) == {eigenes, fremdes}
    assert anfrage.partner == bleibt
    assert nimm_zurueck(zusammenfuehrung=akte, durch=welt.personen["leitstelle"]) == []
    anfrage.refresh_from_db()
    assert (list(bleibt.angebote.all()), list(weicht.angebote.all())) == ([eigenes], [fremdes])
    assert anfrage.partner == weicht


def test_zusammengefuehrte_themen_nehmen_angebote_und_sammlungen_mit(welt: Welt):
    altes, neues = Thema.objects.create(name="Spiel"), Thema.objects.create(name="Freizeit und Spiel")
    beide, eines = neues_angebot(welt, "Beide"), neues_angebot(welt, "Eines")
    beide.themen.set([altes, neues])
    eines.themen.set([altes])
    Sammlung.objects.create(titel="Draußen").themen.set([altes])
    fuehre_themen_zusammen(thema_id=altes.pk, ziel_id=neues.pk, durch=welt.personen["jugendamt"])
    assert [list(a.themen.all()) for a in (beide, eines, Sammlung.objects.get())] == [[neues]] * 3
