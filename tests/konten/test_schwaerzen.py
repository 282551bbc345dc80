"""Blanking a passage later: who may, what happens to the text, what is logged, and the list of confirmed hints."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.forms import ModelForm
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from berichte.selectors.textschutz import JE_MODELL, QUELLEN
from finanzen.models import Projekt
from konten.forms.textschutz import MitTextschutz
from konten.models import Entwurf, Protokolleintrag, Schwaerzung, Textbestaetigung
from konten.services.entwurf import jetzt_ms
from konten.services.textschutz import Stelle, TextGeaendert, schwaerze
from netzwerk.models import Beschluss, Kontakt, Steckbrief, Wiedervorlage
from netzwerk.services.kontakt import Beteiligter, Kontaktangaben, erfasse
from partner.models import Vereinbarung
from tests.netzwerk.gremien import neue_sitzung, neues_gremium
from tests.welt import Welt, neuer_partner

TEXT = "Gespräch über den Sohn Tim.\nFamilie Muster kommt am 3.4.2026 wieder."
GESCHWAERZT = "Gespräch über den ████████.\nFamilie Muster kommt am 3.4.2026 wieder."


def neuer_kontakt(welt: Welt, *, ort: str = "konz", bezug: str = "uebergreifend", inhalt: str = TEXT) -> Kontakt:
    partner = neuer_partner(welt, f"Kita {ort.title()}", sozialraum=ort)
    kontakt, _ = erfasse(
        benutzer=welt.person(f"netzwerk_{ort}"),
        uuid=uuid.uuid4(),
        angaben=Kontaktangaben(
            art="telefonat",
            am=timezone.localdate(),
            bezug=bezug,
            beteiligte=(Beteiligter(partner.pk, welt.sozialraeume[ort].pk, "erreicht"),),
            inhalt=inhalt,
            schritt="Mutter von Tim anrufen",
            schritt_am=timezone.localdate(),
        ),
    )
    return kontakt


def adresse(kontakt: Kontakt) -> str:
    return f"/verwaltung/textschutz/kontakt/{kontakt.uuid}/"


def sende(client: Client, kontakt: Kontakt, **werte) -> str:
    marke = client.get(adresse(kontakt)).context["form"].richtige_marke
    antwort = client.post(adresse(kontakt), {"marke": marke, "sicher": "on", **werte}, follow=True)
    assert antwort.status_code == 200
    return antwort.content.decode()


def fund(client: Client, kontakt: Kontakt, worte: str) -> str:
    wahl = client.get(adresse(kontakt)).context["form"].fields["fund"].choices
    return next(kennung for kennung, text in wahl if worte in text)


@pytest.fixture
def kontakt(welt) -> Kontakt:
    return neuer_kontakt(welt)


def test_gefundene_stelle_wird_zeichen_fuer_zeichen_geschwaerzt(als, kontakt):
    leitung = als("leitung_konz")
    version = kontakt.version
    assert "8 Zeichen sind geschwärzt" in sende(leitung, kontakt, fund=fund(leitung, kontakt, "»Sohn Tim«"))
    kontakt.refresh_from_db()
    assert kontakt.inhalt == GESCHWAERZT
    assert len(kontakt.inhalt) == len(TEXT)
    assert kontakt.version == version + 1
    schwaerzung = Schwaerzung.objects.get()
    assert (schwaerzung.modell, schwaerzung.objekt, schwaerzung.feld, schwaerzung.zeichen) == (
        "netzwerk.kontakt",
        kontakt.uuid,
        "inhalt",
        8,
    )


def test_danach_geht_es_zur_liste_oder_zum_naechsten_hinweis(als, kontakt, welt):
    zweiter = neuer_kontakt(welt, ort="saarburg")
    for einer in (kontakt, zweiter):
        Textbestaetigung.objects.create(modell="netzwerk.kontakt", objekt=einer.uuid, feld="inhalt", muster="Alter")
    datenschutz = als("datenschutz")
    gelesen = Protokolleintrag.objects.filter(action=Protokolleintrag.Action.ACCESS).count()
    seite = sende(datenschutz, kontakt, fund=fund(datenschutz, kontakt, "»Sohn Tim«"))
    assert f'href="{adresse(zweiter)}"' in seite
    assert "Eine andere Stelle" not in seite
    assert Protokolleintrag.objects.filter(action=Protokolleintrag.Action.ACCESS).count() == gelesen + 2
    heute = f"{timezone.localdate():%d.%m.%Y}"
    assert (
        f"Am {heute} wurden Stellen aus Datenschutzgründen geschwärzt"
        in als("netzwerk_konz").get(kontakt.get_absolute_url()).content.decode()
    )
    seite = sende(datenschutz, zweiter, fund=fund(datenschutz, zweiter, "»Sohn Tim«"))
    assert "Weitere offene Hinweise gibt es nicht" in seite


def test_protokoll_sagt_dass_nicht_was(als, kontakt, welt):
    leitung = als("leitung_konz")
    sende(leitung, kontakt, fund=fund(leitung, kontakt, "»Sohn Tim«"))
    art = ContentType.objects.get_for_model(Kontakt)
    eintraege = Protokolleintrag.objects.filter(content_type=art, object_id=kontakt.pk)
    gelesen = eintraege.filter(action=Protokolleintrag.Action.ACCESS)
    assert {eintrag.actor_id for eintrag in gelesen} == {welt.personen["leitung_konz"].pk}
    assert eintraege.filter(action=Protokolleintrag.Action.UPDATE).get().changes == {"inhalt": ["geändert", "geändert"]}
    assert "Tim" not in " ".join(str(eintrag.changes) for eintrag in Protokolleintrag.objects.all())


def test_getippte_stelle_von_bis_und_jede_stelle_mit_den_worten(als, welt):
    kontakt = neuer_kontakt(welt, inhalt="Bei Muster geklingelt, Muster war da. Ende.")
    ds = als("datenschutz")
    sende(ds, kontakt, text="0", von="Muster")
    kontakt.refresh_from_db()
    assert kontakt.inhalt == "Bei ██████ geklingelt, ██████ war da. Ende."
    sende(ds, kontakt, text="0", von="geklingelt", bis="da.")
    kontakt.refresh_from_db()
    assert kontakt.inhalt == f"Bei ██████ {'█' * len('geklingelt, ██████ war da.')} Ende."


def test_naechster_schritt_haengt_am_kontakt(als, kontakt):
    ds = als("datenschutz")
    sende(ds, kontakt, fund=fund(ds, kontakt, "»Mutter von Tim«"))
    assert Wiedervorlage.objects.get().was == f"{'█' * 14} anrufen"


def test_auch_im_entwurf_wer_gerade_aendert(als, kontakt, welt):
    person = welt.person("netzwerk_konz")
    Entwurf.objects.create(
        benutzer=person,
        formular=f"kontakt-{kontakt.uuid}",
        adresse="/",
        titel="Kontakt: Der Sohn Tim",
        inhalt="inhalt=Der+Sohn+Tim+war+da&art=telefonat",
        stand=jetzt_ms(),
    )
    leitung = als("leitung_konz")
    sende(leitung, kontakt, fund=fund(leitung, kontakt, "»Sohn Tim«"))
    entwurf = Entwurf.objects.get()
    assert "Tim" not in entwurf.inhalt + entwurf.titel
    assert entwurf.inhalt.endswith("&art=telefonat")


def test_offenes_protokoll_bringt_die_worte_nicht_zurueck(als, welt):
    sitzung = neue_sitzung(neues_gremium(welt), punkte=("Der Sohn Tim",))
    beschluss = Beschluss.objects.create(sitzung=sitzung, text="Mutter von Tim anrufen")
    Wiedervorlage.objects.create(
        beschluss=beschluss, benutzer=welt.person("netzwerk_konz"), was=beschluss.text, am=sitzung.am
    )
    entwurf = Entwurf.objects.create(
        benutzer=welt.person("netzwerk_konz"),
        formular=f"protokoll-{sitzung.uuid}",
        adresse="/",
        inhalt="beschluss_0_text=Mutter+von+Tim+anrufen",
        stand=jetzt_ms(),
    )
    ds, seite = als("datenschutz"), f"/verwaltung/textschutz/sitzung/{sitzung.uuid}/"
    form = ds.get(seite).context["form"]
    gewaehlt = [kennung for kennung, text in form.fields["fund"].choices if "Mutter von Tim" in text]
    assert len(gewaehlt) == 2, "the decision and the Wiedervorlage that it became"
    ds.post(seite, {"marke": form.richtige_marke, "sicher": "on", "fund": gewaehlt})
    assert {Beschluss.objects.get().text, Wiedervorlage.objects.get().was} == {f"{'█' * 14} anrufen"}
    entwurf.refresh_from_db()
    assert "Tim" not in entwurf.inhalt
    version = sitzung.version
    sitzung.refresh_from_db()
    assert sitzung.version == version + 1, "whoever has the minutes open is asked before her words come back"


def test_geaenderter_text_wird_nicht_an_der_falschen_stelle_geschwaerzt(als, kontakt, welt):
    leitung = als("leitung_konz")
    marke = leitung.get(adresse(kontakt)).context["form"].richtige_marke
    gewaehlt = fund(leitung, kontakt, "»Sohn Tim«")
    Kontakt.objects.filter(pk=kontakt.pk).update(inhalt="Neu: " + TEXT)
    antwort = leitung.post(adresse(kontakt), {"marke": marke, "sicher": "on", "fund": gewaehlt})
    assert "inzwischen geändert" in antwort.content.decode()
    kontakt.refresh_from_db()
    assert kontakt.inhalt == "Neu: " + TEXT
    with pytest.raises(TextGeaendert):
        schwaerze(
            benutzer=welt.person("leitung_konz"),
            objekt=kontakt,
            stellen=[Stelle(kontakt, "inhalt", TEXT, 0, 5)],
        )


@pytest.mark.parametrize(
    ("werte", "satz"),
    [
        ({}, "Bitte kreuzen Sie eine Stelle an"),
        ({"text": "0", "von": "Steht nicht da"}, "Diese Worte stehen so nicht"),
        ({"text": "0", "von": "Gespräch", "bis": "Unsinn"}, "stehen nicht hinter den ersten"),
        ({"text": "0", "bis": "wieder."}, "auch die ersten Worte"),
        ({"text": "77", "von": "Tim"}, "Bitte prüfen Sie Ihre Angaben"),
        ({"fund": "0-0-99999", "sicher": "on"}, "Bitte prüfen Sie Ihre Angaben"),
        ({"text": "0", "von": "Tim", "sicher": ""}, "Bitte bestätigen Sie"),
    ],
)
def test_was_nicht_geht_sagt_das_formular(als, kontakt, werte, satz):
    assert satz in sende(als("leitung_konz"), kontakt, **werte)
    kontakt.refresh_from_db()
    assert kontakt.inhalt == TEXT
    assert not Schwaerzung.objects.exists()


def test_leitung_sieht_vom_fallbezogenen_kontakt_nur_die_stellen(als, welt):
    kontakt = neuer_kontakt(welt, bezug="fallbezogen", inhalt=f"{'Vorgeschichte. ' * 5}Der Sohn Tim war da.")
    seite = als("leitung_konz").get(adresse(kontakt)).content.decode()
    assert "Vorgeschichte. Vorgeschichte. Vorgeschichte." not in seite
    assert "»Sohn Tim«" in seite
    assert "Vorgeschichte. Vorgeschichte." in als("datenschutz").get(adresse(kontakt)).content.decode()


def test_wer_darf_und_wo(als, welt, kontakt):
    saarburg = neuer_kontakt(welt, ort="saarburg")
    erwartet = {
        "leitung_konz": (200, 404),
        "leitung_fremd": (200, 200),
        "datenschutz": (200, 200),
        "netzwerk_konz": (403, 403),
        "jugendamt": (403, 403),
        "leitstelle": (403, 403),
        "admin": (403, 403),
    }
    for name, stand in erwartet.items():
        client = als(name)
        assert (client.get(adresse(kontakt)).status_code, client.get(adresse(saarburg)).status_code) == stand, name


def test_liste_der_hinweise_ohne_worte_und_nur_die_eigenen(als, welt, kontakt):
    saarburg = neuer_kontakt(welt, ort="saarburg")
    for ziel, muster in ((kontakt, "Name eines Kindes"), (saarburg, "Aktenzeichen oder Fallnummer")):
        Textbestaetigung.objects.create(
            benutzer=welt.person("netzwerk_konz"),
            modell="netzwerk.kontakt",
            objekt=ziel.uuid,
            feld="inhalt",
            muster=muster,
        )
    alle = als("datenschutz").get("/verwaltung/textschutz/").content.decode()
    assert "Name eines Kindes" in alle
    assert "Aktenzeichen oder Fallnummer" in alle
    assert "Tim" not in alle
    eigene = als("leitung_konz").get("/verwaltung/textschutz/").content.decode()
    assert "Name eines Kindes" in eigene
    assert "Aktenzeichen oder Fallnummer" not in eigene
    assert als("jugendamt").get("/verwaltung/textschutz/").status_code == 403


def test_geprueft_verschwindet_aus_der_liste(als, welt, kontakt):
    Textbestaetigung.objects.create(modell="netzwerk.kontakt", objekt=kontakt.uuid, feld="inhalt", muster="Alter")
    leitung = als("leitung_konz")
    leitung.post(f"{adresse(kontakt)}geprueft/")
    hinweis = Textbestaetigung.objects.get()
    assert hinweis.geprueft_von == welt.personen["leitung_konz"]
    assert "Keine Hinweise" in leitung.get("/verwaltung/textschutz/").content.decode()
    assert "</span> geprüft am" in leitung.get("/verwaltung/textschutz/?stand=geprueft").content.decode()
    assert leitung.get("/verwaltung/textschutz/?format=csv").content.decode("utf-8-sig").count("\r\n") == 1


def test_unbekannte_art_gibt_es_nicht(als, kontakt):
    assert als("datenschutz").get(f"/verwaltung/textschutz/benutzer/{kontakt.uuid}/").status_code == 404


def test_auch_vereinbarungen_werden_geschwaerzt_nur_im_eigenen_raum(als, welt):
    vereinbarung = Vereinbarung.objects.create(
        titel="Kita und Jugendpflege", art="kooperation", von=date(2026, 1, 1), ziele="Hilfe für die Mutter von Tim"
    )
    vereinbarung.sozialraeume.add(welt.konz)
    seite = f"/verwaltung/textschutz/vereinbarung/{vereinbarung.uuid}/"
    assert als("netzwerk_konz").get(seite).status_code == 403
    leitung = als("leitung_konz")
    form = leitung.get(seite).context["form"]
    gewaehlt = [kennung for kennung, text in form.fields["fund"].choices if "Mutter von Tim" in text]
    leitung.post(seite, {"marke": form.richtige_marke, "sicher": "on", "fund": gewaehlt})
    vereinbarung.refresh_from_db()
    assert (vereinbarung.ziele, vereinbarung.version) == (f"Hilfe für die {'█' * 14}", 2)
    vereinbarung.sozialraeume.set([welt.sozialraeume["hermeskeil"]])
    assert leitung.get(seite).status_code == 404


# --- Every kind of record ---------------------------------------------------------------------------------------------


def _formulare(klasse: type) -> Iterator[type]:
    for unter in klasse.__subclasses__():
        yield unter
        yield from _formulare(unter)


#: forms whose text is blanked elsewhere, with the reason
ANDERSWO = {
    "Aussenstellenformular": "a further place hangs on its partner and is blanked with it",
    "Vorschlagsform": "a proposal without account is kept apart and only becomes text of the offer by a decision",
}


def test_was_der_schutz_prueft_laesst_sich_schwaerzen():
    """A text that somebody saves in spite of the warning is in the list, with exactly the fields that were checked."""
    get_resolver().url_patterns  # noqa: B018 - reads every form
    gefunden = {
        f"{form._meta.model._meta.label_lower}.{feld}": feld in JE_MODELL[form._meta.model._meta.label_lower].felder
        for form in _formulare(MitTextschutz)
        if issubclass(form, ModelForm) and form._meta.model and form.__name__ not in ANDERSWO
        for feld in form.schutzfelder
    }
    assert len(gefunden) > 25
    assert not [name for name, ist_dabei in gefunden.items() if not ist_dabei]


def test_jede_quelle_nennt_felder_die_es_gibt():
    for quelle in QUELLEN.values():
        assert {feld.name for feld in quelle.modell._meta.fields} >= {*quelle.felder, "uuid"}, quelle.art


def test_text_ueber_geld_schwaerzt_nur_die_leitung_des_traegers(als, welt):
    projekt = Projekt.objects.create(
        titel="Spielnachmittag",
        sozialraum=welt.konz,
        traeger=welt.traeger["beispieltal"],
        ziel="Hilfe für die Mutter von Tim",
        zielgruppe="Familien",
        von=date(2026, 1, 1),
        budget=500,
    )
    Textbestaetigung.objects.create(modell="finanzen.projekt", objekt=projekt.uuid, feld="ziel", muster="Name")
    seite = f"/verwaltung/textschutz/projekt/{projekt.uuid}/"
    stand = {name: als(name).get(seite).status_code for name in ("leitung_konz", "leitung_fremd", "datenschutz")}
    assert stand == {"leitung_konz": 200, "leitung_fremd": 404, "datenschutz": 200}
    assert seite in als("leitung_konz").get("/verwaltung/textschutz/").text
    assert "Keine Hinweise" in als("leitung_fremd").get("/verwaltung/textschutz/").text
    form = als("leitung_konz").get(seite).context["form"]
    gewaehlt = [kennung for kennung, text in form.fields["fund"].choices if "Mutter von Tim" in text]
    als("leitung_konz").post(seite, {"marke": form.richtige_marke, "sicher": "on", "fund": gewaehlt})
    projekt.refresh_from_db()
    assert (projekt.ziel, projekt.version) == (f"Hilfe für die {'█' * 14}", 2)


def test_steckbrief_schwaerzt_die_leitung_der_person(als, welt):
    steckbrief = Steckbrief.objects.create(
        fachkraft=welt.person("netzwerk_konz").netzwerkfachkraft, vorstellung="Ich half der Mutter von Tim."
    )
    seite = f"/verwaltung/textschutz/steckbrief/{steckbrief.uuid}/"
    stand = {name: als(name).get(seite).status_code for name in ("leitung_konz", "leitung_fremd", "datenschutz")}
    assert stand == {"leitung_konz": 200, "leitung_fremd": 404, "datenschutz": 200}


def test_hinweis_auf_geloeschtes_fuehrt_nirgends_hin(als, kontakt):
    Textbestaetigung.objects.create(modell="netzwerk.kontakt", objekt=uuid.uuid4(), feld="inhalt", muster="Alter")
    Textbestaetigung.objects.create(modell="netzwerk.kontakt", objekt=kontakt.uuid, feld="inhalt", muster="Name")
    client = als("datenschutz")
    offen = client.get("/verwaltung/textschutz/")
    assert [hinweis.muster for hinweis in offen.context["object_list"]] == ["Name"]
    alle = client.get("/verwaltung/textschutz/?stand=alle")
    assert {hinweis.muster: url for hinweis, _, _, url in alle.context["zeilen"]} == {
        "Alter": "",
        "Name": adresse(kontakt),
    }
    assert alle.text.count("Eintrag gelöscht") == 1
