"""Lotsenanfragen as acts: idempotent asking, forwarding, closing with its effects, opening again, nightly steps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from konten.models import Linkschluessel, Versandauftrag
from konten.rules.link import Linkstand
from netzwerk.models import Lotsenanfrage, Lotsenschritt, Thema, Uebergabe, Uebergabepunkt
from netzwerk.rules.fachkraft import Punktart
from netzwerk.selectors.lotsen import lotsenanfragen_von, lotsenlage, zahl_wartender
from netzwerk.selectors.passend import passende_angebote
from netzwerk.selectors.uebergabe import Abgang, sammle
from netzwerk.services.fassung import ZwischenzeitlichGeaendert
from netzwerk.services.lotsen import (
    Abschluss,
    Ziel,
    frage_erneut,
    leite_weiter,
    notiere,
    oeffne,
    schliesse,
    stelle,
    stelle_oeffentlich,
    uebernimm,
)
from netzwerk.services.lotsenantwort import Angabe, antworte
from netzwerk.services.lotsenfrist import eskaliere_ueberfaellige, loesche_texte, verwirf_unbestaetigte
from netzwerk.services.uebergabepunkt import Auftrag, uebergib
from netzwerk.services.uebergabepunkt import schliesse as hake_ab
from partner.models import Angebotsnutzung
from partner.rules.zusammenfuehren import FELDER, Wahl
from partner.services.zusammenfuehren import fuehre_zusammen
from sozialraum.models import Zustaendigkeit
from tests.netzwerk.lotsen import HEUTE, angaben, frage, neue_anfrage, neues_angebot
from tests.welt import neue_fachkraft, neuer_partner

pytestmark = pytest.mark.django_db


def ereignisse(anfrage: Lotsenanfrage) -> list[str]:
    return list(anfrage.schritte.values_list("ereignis", flat=True))


def mails_an(adresse: str) -> list[Versandauftrag]:
    return list(Versandauftrag.objects.filter(empfaenger=adresse).order_by("pk"))


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_stellen_setzt_frist_und_sagt_es_der_netzwerkfachkraft(welt):
    anfrage = neue_anfrage(welt, heute=HEUTE)
    assert (anfrage.zustand, anfrage.eingegangen_am, anfrage.frist_am) == ("neu", HEUTE, date(2026, 11, 26))
    [mail] = mails_an("netzwerk_konz@example.org")
    assert mail.betreff == f"Neue Lotsenanfrage {anfrage.nummer}, Antwort bis 26.11.2026"
    assert "Freizeit, 10 bis unter 14 Jahre" in mail.text
    assert "Bahnnähe" not in mail.text
    assert mails_an("team_konz@example.org") == []


def test_zweimal_gesendet_ist_eine_anfrage_und_fremde_schluessel_gelten_nicht(welt):
    schluessel = uuid4()
    eingabe = {"uuid": schluessel, "angaben": angaben(welt), "weg": "konto", "heute": HEUTE}
    erste, ist_neu = stelle(benutzer=welt.person("team_konz"), **eingabe)
    zweite, noch_neu = stelle(benutzer=welt.person("team_konz"), **eingabe)
    assert (erste, ist_neu, noch_neu) == (zweite, True, False)
    assert ereignisse(erste) == ["gestellt"]
    with pytest.raises(ValidationError):
        stelle(benutzer=welt.person("netzwerk_konz"), **eingabe)


# --- Forwarding and answers -------------------------------------------------------------------------------------------


def test_jeder_anbieter_bekommt_einen_eigenen_link_und_wird_einmal_gefragt(welt):
    anfrage, treff = neue_anfrage(welt), neues_angebot(welt)
    ohne_mail = neuer_partner(welt, "Sportverein Beispiel", "verein")
    fragen = frage(welt, anfrage, treff, neues_angebot(welt, "Kochkurs"))
    assert len(fragen) == 2
    assert frage(welt, anfrage, treff) == []
    [ohne] = leite_weiter(
        anfrage_id=anfrage.pk, ziele=[Ziel(ohne_mail)], durch=welt.person("netzwerk_konz"), heute=HEUTE
    )
    anfrage.refresh_from_db()
    assert (anfrage.zustand, anfrage.zustaendig) == ("angefragt", welt.personen["netzwerk_konz"])
    assert ohne.empfaenger == ""
    links = [mails_an(f"{name}@example.org")[0].text for name in ("offener", "kochkurs")]
    assert all("/antwort/" in text and "Bahnnähe" not in text for text in links)
    assert links[0] != links[1]
    assert Linkschluessel.objects.filter(zweck="antwort").count() == 2


def test_antwort_und_geaenderte_antwort_stehen_im_verlauf(welt):
    anfrage = neue_anfrage(welt)
    [eine] = frage(welt, anfrage, neues_angebot(welt))
    antworte(frage_id=eine.pk, version=1, angabe=Angabe("warteliste", HEUTE + timedelta(365)), heute=HEUTE)
    antworte(frage_id=eine.pk, version=2, angabe=Angabe("frei", HEUTE), heute=HEUTE)
    eine.refresh_from_db()
    assert (eine.antwort, eine.warteliste_bis, eine.beantwortet_weg, eine.version) == ("frei", None, "link", 3)
    texte = list(Lotsenschritt.objects.filter(ereignis="antwort").values_list("text", flat=True))
    assert texte == ["Warteliste, voraussichtlich frei ab 23.11.2027", "Platz frei"]
    assert [mail.betreff for mail in mails_an("netzwerk_konz@example.org")][1:] == [
        f"Antwort zu {anfrage.nummer}: Warteliste",
        f"Antwort zu {anfrage.nummer}: Platz frei",
    ]


def test_doppelklick_ist_eine_antwort_und_zwei_menschen_merken_einander(welt):
    anfrage = neue_anfrage(welt)
    [eine] = frage(welt, anfrage, neues_angebot(welt))
    for _ in range(2):
        antworte(frage_id=eine.pk, version=1, angabe=Angabe("frei"), heute=HEUTE)
    assert ereignisse(anfrage).count("antwort") == 1
    with pytest.raises(ZwischenzeitlichGeaendert):
        antworte(frage_id=eine.pk, version=1, angabe=Angabe("passt_nicht", None, "voll"), heute=HEUTE)
    eine.refresh_from_db()
    assert eine.antwort == "frei"


def test_neuer_link_macht_den_alten_ungueltig(welt):
    anfrage = neue_anfrage(welt)
    [eine] = frage(welt, anfrage, neues_angebot(welt))
    alter = Linkschluessel.objects.get(gegenstand=eine.uuid)
    frage_erneut(frage=eine, durch=welt.person("netzwerk_konz"), heute=HEUTE)
    alter.refresh_from_db()
    assert alter.stand(timezone.now()) == Linkstand.WIDERRUFEN
    assert len(mails_an("offener@example.org")) == 2


# --- Closing and opening ----------------------------------------------------------------------------------------------


def schliesse_vermittelt(welt, anfrage, eine):
    anfrage.refresh_from_db()
    return schliesse(
        anfrage_id=anfrage.pk,
        version=anfrage.version,
        abschluss=Abschluss("vermittelt", "Der Treff hat ab Montag einen Platz.", "", eine.uuid),
        durch=welt.person("netzwerk_konz"),
        heute=HEUTE,
    )


def test_vermittelt_zaehlt_das_angebot_einmal_und_sagt_es_in_klaren_worten(welt):
    anfrage, treff = neue_anfrage(welt, heute=HEUTE), neues_angebot(welt)
    [eine] = frage(welt, anfrage, treff)
    antworte(frage_id=eine.pk, version=1, angabe=Angabe("frei"), heute=HEUTE)
    schliesse_vermittelt(welt, anfrage, eine)
    assert [(n.angebot, n.jahr) for n in Angebotsnutzung.objects.all()] == [(treff, 2026)]
    [mail] = mails_an("team_konz@example.org")
    assert "Der Treff hat ab Montag einen Platz." in mail.text
    assert "hat für „Offener Treff“ zugesagt" in mail.text
    assert not Linkschluessel.objects.offen(timezone.now()).exists()
    with pytest.raises(ValidationError, match="abgeschlossen"):
        antworte(frage_id=eine.pk, version=2, angabe=Angabe("passt_nicht", None, "doch nicht"), heute=HEUTE)


def test_wieder_oeffnen_durch_das_team_nimmt_die_zaehlung_zurueck(welt):
    anfrage = neue_anfrage(welt, heute=HEUTE)
    [eine] = frage(welt, anfrage, neues_angebot(welt))
    geschlossen = schliesse_vermittelt(welt, anfrage, eine)
    spaeter = date(2026, 12, 1)
    akt = {"anfrage_id": anfrage.pk, "version": geschlossen.version, "durch": welt.person("team_konz")}
    with pytest.raises(ValidationError) as fehler:
        oeffne(**akt, notiz="  ", heute=spaeter)
    assert set(fehler.value.message_dict) == {"notiz"}
    offen = oeffne(**akt, notiz="Der Weg war zu weit.", heute=spaeter)
    assert (offen.zustand, offen.ergebnis, offen.rueckmeldung) == ("angefragt", "", "")
    assert (offen.frist_am, offen.erstmals_beantwortet_am) == (date(2026, 12, 4), HEUTE)
    assert not Angebotsnutzung.objects.exists()
    assert mails_an("netzwerk_konz@example.org")[-1].betreff == f"Lotsenanfrage {anfrage.nummer} ist wieder offen"
    with pytest.raises(PermissionDenied):
        oeffne(**akt | {"version": offen.version}, notiz="noch einmal", heute=spaeter)


def test_wer_einen_alten_stand_sah_schliesst_nicht(welt):
    anfrage = neue_anfrage(welt)
    uebernimm(anfrage_id=anfrage.pk, durch=welt.person("netzwerk_konz"))
    with pytest.raises(ValidationError, match="inzwischen geändert"):
        schliesse(
            anfrage_id=anfrage.pk,
            version=1,
            abschluss=Abschluss("kein_angebot", "Leider nichts.", "keines"),
            durch=welt.person("netzwerk_konz"),
            heute=HEUTE,
        )


def test_anderes_darf_das_team_nicht(welt):
    anfrage = neue_anfrage(welt)
    for akt in (
        lambda: uebernimm(anfrage_id=anfrage.pk, durch=welt.person("team_konz")),
        lambda: notiere(anfrage_id=anfrage.pk, text="x", durch=welt.person("team_konz")),
        lambda: uebernimm(anfrage_id=anfrage.pk, durch=welt.person("leitung_konz")),
        lambda: uebernimm(anfrage_id=anfrage.pk, durch=welt.person("netzwerk_saarburg")),
    ):
        with pytest.raises(PermissionDenied):
            akt()


# --- Nightly ----------------------------------------------------------------------------------------------------------


def test_nach_der_frist_sieht_und_bearbeitet_es_die_leitung_einmal_gemeldet(welt):
    anfrage = neue_anfrage(welt, heute=HEUTE)
    leitung = welt.person("leitung_konz").bereich
    assert eskaliere_ueberfaellige(date(2026, 11, 26)) == 0
    assert not Lotsenanfrage.objects.sichtbar_fuer(leitung).exists()
    assert eskaliere_ueberfaellige(date(2026, 11, 27)) == 1
    assert eskaliere_ueberfaellige(date(2026, 11, 28)) == 0
    assert list(Lotsenanfrage.objects.bearbeitbar_fuer(leitung)) == [anfrage]
    assert zahl_wartender(leitung) == 1
    betreff = f"Lotsenanfrage {anfrage.nummer} ist seit 26.11.2026 ohne Antwort"
    assert [mail.betreff for mail in mails_an("leitung_konz@example.org")] == [betreff]
    assert uebernimm(anfrage_id=anfrage.pk, durch=welt.person("leitung_konz"))
    assert not uebernimm(anfrage_id=anfrage.pk, durch=welt.person("leitung_konz"))


def test_texte_verschwinden_nach_sechs_monaten_zahlen_bleiben(welt):
    anfrage = neue_anfrage(welt, heute=HEUTE)
    [eine] = frage(welt, anfrage, neues_angebot(welt))
    antworte(frage_id=eine.pk, version=1, angabe=Angabe("frei", None, "Frau Beispiel anrufen"), heute=HEUTE)
    schliesse_vermittelt(welt, anfrage, eine)
    assert loesche_texte(date(2027, 5, 23)) == 0
    assert loesche_texte(date(2027, 5, 24)) == 1
    assert loesche_texte(date(2027, 5, 25)) == 0
    anfrage = Lotsenanfrage.objects.get()
    eine.refresh_from_db()
    assert (anfrage.titel, anfrage.text, anfrage.rueckmeldung, anfrage.such_norm, eine.grund) == ("", "", "", "", "")
    assert set(anfrage.schritte.values_list("text", flat=True)) == {""}
    assert (anfrage.ergebnis, anfrage.name) == ("vermittelt", f"Freizeit, 10 bis unter 14 Jahre ({anfrage.nummer})")


def test_unbestaetigte_sieht_niemand_und_nach_zwei_tagen_sind_sie_weg(welt):
    anfrage = stelle_oeffentlich(
        uuid=uuid4(), angaben=angaben(welt, absender_name="Kim", absender_email="kim@example.org"), heute=HEUTE
    )
    assert not Lotsenanfrage.objects.sichtbar_fuer(welt.person("leitstelle").bereich).exists()
    assert mails_an("netzwerk_konz@example.org") == []
    assert verwirf_unbestaetigte(HEUTE) == 0
    Lotsenanfrage.objects.filter(pk=anfrage.pk).update(erstellt_am=timezone.now() - timedelta(days=3))
    assert verwirf_unbestaetigte(HEUTE) == 1
    assert not Lotsenanfrage.objects.exists()


# --- Reading ----------------------------------------------------------------------------------------------------------


def test_was_wartet_zaehlt_je_rolle(welt):
    neue_anfrage(welt)
    neue_anfrage(welt, "saarburg", "netzwerk_saarburg")
    zahlen = {name: zahl_wartender(welt.person(name).bereich) for name in welt.personen}
    assert {name: zahl for name, zahl in zahlen.items() if zahl} == {"netzwerk_konz": 1, "netzwerk_saarburg": 1}
    eskaliere_ueberfaellige(timezone.localdate() + timedelta(days=20))
    assert zahl_wartender(welt.person("leitstelle").bereich) == 2
    assert zahl_wartender(welt.person("leitung_konz").bereich) == 1


def test_anfragen_eines_partners(welt):
    treff = neues_angebot(welt)
    anfrage = neue_anfrage(welt)
    frage(welt, anfrage, treff)
    bereich = welt.person("netzwerk_konz").bereich
    assert lotsenanfragen_von(bereich, treff.anbieter_id) == [anfrage]
    assert lotsenanfragen_von(welt.person("netzwerk_saarburg").bereich, treff.anbieter_id) == []
    assert lotsenanfragen_von(welt.person("jugendamt").bereich, treff.anbieter_id) == []


def test_zahlen_zeigen_dem_jugendamt_nur_abgeschlossene_quartale(welt):
    for _ in range(3):
        anfrage = neue_anfrage(welt)
        schliesse(
            anfrage_id=anfrage.pk,
            version=1,
            abschluss=Abschluss("kein_angebot", "Leider nichts.", "keines"),
            durch=welt.person("netzwerk_konz"),
            heute=timezone.localdate(),
        )
    eigene = lotsenlage(welt.person("netzwerk_konz").bereich)
    [(raum, stand)] = eigene.zeilen
    assert (raum, stand.kein_angebot.text, stand.werktage_text, eigene.ist_laufend) == (welt.konz, "3–4", "0", True)
    assert [(thema.name, summe.text) for thema, _, summe in eigene.luecken] == [("Freizeit", "3–4")]
    alle = lotsenlage(welt.person("jugendamt").bereich, eigene.quartal)
    assert (len(alle.zeilen), alle.laufendes, alle.quartal) == (4, None, eigene.quartal.vorheriges)


def test_passende_angebote_schliessen_nur_aus_was_sicher_nicht_passt(welt):
    anfrage = neue_anfrage(welt, sprache="tr")
    passt = neues_angebot(welt, "Alles")
    neues_angebot(welt, "Krabbelgruppe", alter_von=0, alter_bis=3)
    neues_angebot(welt, "Nur Deutsch", sprachen=("de",))
    neues_angebot(welt, "Woanders", ort="saarburg")
    neues_angebot(welt, "Ruht", stufe="ruhend")
    zum_thema = neues_angebot(welt, "Zirkus", alter_von=8, alter_bis=14, sprachen=("de", "tr"))
    Thema.objects.get(name="Freizeit").angebote.add(zum_thema)
    bereich = welt.person("netzwerk_konz").bereich
    gefunden = passende_angebote(anfrage.profil, bereich, timezone.localdate())
    assert [treffer.angebot for treffer in gefunden] == [zum_thema, passt]
    assert "Thema Freizeit" in gefunden[0].gruende.passt
    assert gefunden[1].gruende.unbekannt == ("Thema", "Alter", "Sprache", "Plätze")


# --- Deputy and handover ----------------------------------------------------------------------------------------------


def test_antwort_geht_auch_an_die_vertretung(welt):
    vertretung = welt.personen["netzwerk_saarburg"]
    heute = timezone.localdate()
    Zustaendigkeit.objects.create(
        benutzer=vertretung, rolle="netzwerk", vertritt=welt.personen["netzwerk_konz"], von=heute, bis=heute
    )
    anfrage = neue_anfrage(welt)
    [eine] = frage(welt, anfrage, neues_angebot(welt))
    antworte(frage_id=eine.pk, version=1, angabe=Angabe("frei"), heute=heute)
    for adresse in ("netzwerk_konz@example.org", "netzwerk_saarburg@example.org"):
        assert mails_an(adresse)[-1].betreff == f"Antwort zu {anfrage.nummer}: Platz frei"
    assert uebernimm(anfrage_id=anfrage.pk, durch=welt.person("netzwerk_saarburg"))


def test_uebergabe_nimmt_uebernommene_anfragen_mit(welt):
    heute = timezone.localdate()
    offen, frei = neue_anfrage(welt), neue_anfrage(welt)
    uebernimm(anfrage_id=offen.pk, durch=welt.person("netzwerk_konz"))
    einsatz = welt.personen["netzwerk_konz"].netzwerkfachkraft.einsaetze.get()
    nachfolge = neue_fachkraft(welt, "netzwerk_neu", "konz", "beispieltal")
    funde = [fund for fund in sammle(Abgang(einsatz, heute), heute) if fund.art == Punktart.LOTSENANFRAGE]
    assert [fund.schluessel for fund in funde] == [str(offen.uuid)]
    uebergabe = Uebergabe.objects.create(einsatz=einsatz, anlass="weggang", am=heute)
    punkt = Uebergabepunkt.objects.create(
        uebergabe=uebergabe, art=Punktart.LOTSENANFRAGE, objekt=offen.uuid, titel="Anfrage"
    )
    auftrag = Auftrag(uebergabe, nachfolge.netzwerkfachkraft, welt.person("leitung_konz"), heute)
    with pytest.raises(ValidationError, match="noch offen"):
        hake_ab(punkt, auftrag)
    uebergib(punkt, auftrag)
    offen.refresh_from_db()
    frei.refresh_from_db()
    assert (offen.zustaendig, frei.zustaendig) == (nachfolge, None)


@pytest.mark.django_db(transaction=True)
def test_zwei_antworten_zugleich_ergeben_eine(welt):
    anfrage = neue_anfrage(welt)
    [eine] = frage(welt, anfrage, neues_angebot(welt))

    def versuche(grund: str) -> str:
        try:
            antworte(frage_id=eine.pk, version=1, angabe=Angabe("passt_nicht", None, grund), heute=HEUTE)
        except ZwischenzeitlichGeaendert:
            return "zu spät"
        finally:
            connection.close()
        return grund

    with ThreadPoolExecutor(2) as faeden:
        ergebnisse = sorted(faeden.map(versuche, ("voll", "zu weit")))
    eine.refresh_from_db()
    assert ergebnisse == sorted(["zu spät", eine.grund])
    assert ereignisse(anfrage).count("antwort") == 1


def test_zusammengefuehrte_partner_behalten_ihre_fragen_und_antworten(welt):
    bleibt = neuer_partner(welt, "Verein Beispiel", "verein", email="eins@example.org")
    weicht = neuer_partner(welt, "Verein Beispiel e. V.", "verein", email="zwei@example.org")
    anfrage, durch = neue_anfrage(welt), welt.person("netzwerk_konz")
    ziele = [Ziel(bleibt, None, bleibt.email), Ziel(weicht, None, weicht.email)]
    _, zweite = leite_weiter(anfrage_id=anfrage.pk, ziele=ziele, durch=durch, heute=HEUTE)
    antworte(frage_id=zweite.pk, version=1, angabe=Angabe("frei"), heute=HEUTE)
    fuehre_zusammen(
        bleibt=bleibt,
        weicht=weicht,
        wahl={feld.name: Wahl.BLEIBT for feld in FELDER},
        versionen=(bleibt.version, weicht.version),
        durch=welt.person("leitstelle"),
    )
    assert set(anfrage.weiterleitungen.values_list("partner", "antwort")) == {(bleibt.pk, ""), (bleibt.pk, "frei")}
