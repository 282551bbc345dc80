"""Handover (K10): what is collected, what moves, what is picked up later, what two people may not decide twice."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from konten.models import Benutzer, Entwurf, Protokolleintrag
from konten.rules import Rolle
from netzwerk.models import Einsatz, Gremienmitglied, Gremium, Sitzung, Uebergabe, Wiedervorlage
from netzwerk.rules.fachkraft import Punktart, Punktentscheidung, Uebergabeanlass, Uebergabestatus
from netzwerk.rules.uebergabe import Fortschritt, benannt, fortschritt
from netzwerk.selectors.uebergabe import nachfolgende, uebergabelage, verwaiste
from netzwerk.services.einsatz import beende
from netzwerk.services.uebergabe import Entscheidung, aendere, beginne, brich_ab, entscheide, oeffne, schliesse_ab
from netzwerk.services.uebergabepunkt import Auftrag, schliesse, uebergib
from netzwerk.services.uebergabepunkt import beende as beende_punkt
from partner.models import Vereinbarung
from partner.rules.zusammenfuehren import FELDER, Wahl
from partner.services.zusammenfuehren import fuehre_zusammen
from sozialraum.models import Zustaendigkeit
from tests.netzwerk.test_abdeckung_daten import neuer_kontakt
from tests.welt import ANFANG, Welt, neue_fachkraft, neuer_partner

pytestmark = pytest.mark.django_db
UEBERGEBEN = Entscheidung(Punktentscheidung.UEBERGEBEN)


@dataclass
class Fall:
    """Netzwerkfachkraft of Konz leaves at the end of the month after next; somebody follows."""

    welt: Welt
    geht: Benutzer
    folgt: Benutzer
    einsatz: Einsatz
    heute: date
    am: date

    def beginne(self, nachfolge: bool = True) -> Uebergabe:
        return beginne(
            einsatz=self.einsatz,
            am=self.am,
            anlass=Uebergabeanlass.WEGGANG,
            nachfolge=self.folgt.netzwerkfachkraft if nachfolge else None,
            durch=self.geht,
            heute=self.heute,
        )

    def entscheide(self, uebergabe: Uebergabe, *arten: Punktart, was: Entscheidung = UEBERGEBEN, version: int = 0):
        punkte = uebergabe.punkte.filter(art__in=arten) if arten else uebergabe.punkte.all()
        return entscheide(
            uebergabe=uebergabe,
            version=version or Uebergabe.objects.get(pk=uebergabe.pk).version,
            kennungen={punkt.kennung for punkt in punkte},
            entscheidung=was,
            durch=self.welt.person("leitung_konz"),
            heute=self.heute,
        )


@pytest.fixture
def fall(welt: Welt) -> Fall:
    heute = timezone.localdate()
    geht = welt.person("netzwerk_konz")
    einsatz = geht.netzwerkfachkraft.einsaetze.get()
    folgt = neue_fachkraft(welt, "nachfolge", "konz", "beispieltal", von=heute + timedelta(days=40))
    return Fall(welt, geht, folgt, einsatz, heute, heute + timedelta(days=39))


def schritt(fall: Fall, was: str = "Anrufen", **felder) -> Wiedervorlage:
    werte = {"benutzer": fall.geht, "sozialraum": fall.welt.konz, "am": fall.heute, **felder}
    return Wiedervorlage.objects.create(was=was, **werte)


def sitz(fall: Fall, name: str = "Runde Konz", **felder) -> Gremienmitglied:
    gremium = Gremium.objects.create(name=name, ebene="handlung", sozialraum=fall.welt.konz, von=ANFANG)
    werte = {"fachkraft": fall.geht.netzwerkfachkraft, "von": ANFANG, **felder}
    return Gremienmitglied.objects.create(gremium=gremium, **werte)


def titel(uebergabe: Uebergabe) -> dict[str, list[str]]:
    ergebnis: dict[str, list[str]] = {}
    for punkt in uebergabe.punkte.all():
        ergebnis.setdefault(punkt.art, []).append(punkt.titel)
    return ergebnis


def test_gesammelt_wird_was_auf_die_person_zeigt(fall):
    welt, gremium = fall.welt, sitz(fall, hat_vorsitz=True).gremium
    schritt(fall)
    schritt(fall, "schon getan", erledigt_am=fall.heute)
    schritt(fall, "anderer", benutzer=welt.person("netzwerk_saarburg"))
    Sitzung.objects.create(gremium=gremium, am=fall.heute + timedelta(days=60), erfasst_von=fall.geht)
    Sitzung.objects.create(gremium=gremium, am=fall.heute, erfasst_von=fall.geht, zustand="abgesagt")
    kita = neuer_partner(welt, "Kita Fern")
    nah = neuer_partner(welt, "Kita Nah")
    neuer_kontakt(fall.geht, nah, welt.konz, fall.heute - timedelta(days=5))
    Zustaendigkeit.objects.create(
        benutzer=fall.geht, rolle=Rolle.NETZWERK, vertritt=welt.person("netzwerk_saarburg"), von=ANFANG
    )
    Entwurf.objects.create(benutzer=fall.geht, formular="kontakt-neu.1", adresse="/", inhalt="Geheim", stand=1)
    for name, tage in (("Bald", 30), ("Spaeter", 400)):
        vereinbarung = Vereinbarung.objects.create(
            titel=name, art="kooperation", von=ANFANG, pruefen_am=fall.am + timedelta(days=tage)
        )
        vereinbarung.sozialraeume.add(welt.konz)
    gefunden = titel(fall.beginne())
    assert gefunden == {
        "wiedervorlage": [f"Anrufen (bis {fall.heute:%d.%m.%Y})"],
        "faellig": [f"{kita.name}: noch nie erreicht"],
        "getragen": ["Kita Nah"],
        "vereinbarung": [f"Bald (wieder ansehen bis {fall.am + timedelta(days=30):%d.%m.%Y})"],
        "sitz": ["Runde Konz, Vorsitz"],
        "sitzung": [f"Runde Konz am {fall.heute + timedelta(days=60):%d.%m.%Y}"],
        "vertretung": [f"Netzwerk Muster vertritt Netzwerk Muster ab {ANFANG:%d.%m.%Y}"],
        "entwurf": ["1 angefangener Eintrag"],
    }


def test_fallbezogener_schritt_zeigt_seinen_text_nicht(fall):
    partner = neuer_partner(fall.welt)
    neuer_kontakt(fall.geht, partner, fall.welt.konz, fall.heute)
    kontakt = partner.beteiligungen.get().kontakt
    type(kontakt).objects.filter(pk=kontakt.pk).update(bezug="fallbezogen")
    schritt(fall, "Mit der Mutter sprechen", kontakt=kontakt)
    assert titel(fall.beginne())["wiedervorlage"] == [
        f"Nächster Schritt aus einem fallbezogenen Kontakt (bis {fall.heute:%d.%m.%Y})"
    ]


def test_wer_anderswo_bleibt_uebergibt_nur_diesen_sozialraum(fall):
    Einsatz.objects.create(
        fachkraft=fall.geht.netzwerkfachkraft, sozialraum=fall.welt.saarburg, traeger=fall.einsatz.traeger,
        vzae="0.2", von=ANFANG, zustand="bestaetigt",
    )  # fmt: skip
    schritt(fall)
    schritt(fall, "bleibt bei ihr", sozialraum=fall.welt.saarburg)
    assert titel(fall.beginne()) == {"wiedervorlage": [f"Anrufen (bis {fall.heute:%d.%m.%Y})"]}


def test_uebergeben_versetzt_wirklich(fall):
    eigene, alter = schritt(fall), sitz(fall, hat_vorsitz=True)
    sitzung = Sitzung.objects.create(gremium=alter.gremium, am=fall.heute + timedelta(days=60), erfasst_von=fall.geht)
    kita = neuer_partner(fall.welt, "Kita Fern")
    vertretung = Zustaendigkeit.objects.create(
        benutzer=fall.geht, rolle=Rolle.NETZWERK, vertritt=fall.welt.person("netzwerk_saarburg"), von=ANFANG
    )
    uebergabe = fall.beginne()
    assert fall.entscheide(uebergabe).satz == "5 Punkte entschieden."
    eigene.refresh_from_db(), alter.refresh_from_db(), sitzung.refresh_from_db(), vertretung.refresh_from_db()
    assert (eigene.benutzer, sitzung.erfasst_von, alter.bis, vertretung.bis) == (
        fall.folgt, fall.folgt, fall.am, fall.am,
    )  # fmt: skip
    neuer = Gremienmitglied.objects.get(fachkraft=fall.folgt.netzwerkfachkraft)
    assert (neuer.gremium, neuer.von, neuer.bis, neuer.hat_vorsitz) == (
        alter.gremium, fall.am + timedelta(days=1), None, True,
    )  # fmt: skip
    neu = Wiedervorlage.objects.get(partner=kita)
    assert (neu.benutzer, neu.sozialraum, neu.was) == (fall.folgt, fall.welt.konz, "Kontakt aufnehmen (Übergabe)")
    folgende = Zustaendigkeit.objects.get(benutzer=fall.folgt)
    assert (folgende.vertritt, folgende.von) == (fall.welt.person("netzwerk_saarburg"), fall.am + timedelta(days=1))
    geaendert = Protokolleintrag.objects.filter(object_id=eigene.pk, action=Protokolleintrag.Action.UPDATE)
    assert geaendert.filter(content_type__model="wiedervorlage").count() == 1


def test_zurueckgestelltes_folgt_dem_zusammengefuehrten_partner(fall):
    alt, bleibt = neuer_partner(fall.welt, "Kita Alt"), neuer_partner(fall.welt, "Kita Neu")
    neuer_kontakt(fall.geht, bleibt, fall.welt.konz, fall.heute - timedelta(days=5))
    uebergabe = fall.beginne()
    parken = Entscheidung(Punktentscheidung.GEPARKT, grund="Die Kita ist geschlossen.")
    fall.entscheide(uebergabe, Punktart.FAELLIG, was=parken)
    wahl = {feld.name: Wahl.BLEIBT for feld in FELDER}
    durch = fall.welt.person("leitstelle")
    fuehre_zusammen(bleibt=bleibt, weicht=alt, wahl=wahl, versionen=(bleibt.version, alt.version), durch=durch)
    fall.entscheide(uebergabe, Punktart.FAELLIG)
    assert [neu.partner for neu in Wiedervorlage.objects.filter(benutzer=fall.folgt)] == [bleibt]


def test_was_frueher_endet_wird_nicht_laenger(fall):
    platz = sitz(fall)
    uebergabe = fall.beginne()
    frueher = fall.am - timedelta(days=20)
    Gremienmitglied.objects.filter(pk=platz.pk).update(bis=frueher)
    punkt = uebergabe.punkte.get(art=Punktart.SITZ)
    auftrag = Auftrag(uebergabe, fall.folgt.netzwerkfachkraft, fall.geht, fall.heute)
    for tue in (uebergib, schliesse, beende_punkt):
        tue(punkt, auftrag)
    assert list(Gremienmitglied.objects.values_list("fachkraft", "bis")) == [(platz.fachkraft_id, frueher)]


def test_was_moeglich_ist_wird_entschieden_der_rest_mit_grund_genannt(fall):
    eigene = schritt(fall)
    Entwurf.objects.create(benutzer=fall.geht, formular="kontakt-neu.1", adresse="/", inhalt="Geheim", stand=1)
    uebergabe = fall.beginne()
    ergebnis = fall.entscheide(uebergabe)
    assert ergebnis.entschieden == 1
    assert [(einer.titel, einer.grund[:20]) for einer in ergebnis.abgelehnt] == [
        ("1 angefangener Eintrag", "Entwürfe sieht nur, ")
    ]
    eigene.refresh_from_db()
    assert eigene.benutzer == fall.folgt
    assert dict(uebergabe.punkte.values_list("art", "entscheidung")) == {
        "wiedervorlage": "uebergeben",
        "entwurf": "offen",
    }
    with pytest.raises(ValidationError, match="Entwürfe sieht nur, wer sie geschrieben hat"), transaction.atomic():
        fall.entscheide(uebergabe, Punktart.ENTWURF)


def test_nachfolge_ohne_konto_wird_schon_bei_der_wahl_abgelehnt(fall):
    fachkraft = fall.folgt.netzwerkfachkraft
    type(fachkraft).objects.filter(pk=fachkraft.pk).update(benutzer=None)
    fachkraft.refresh_from_db()
    angaben = {"einsatz": fall.einsatz, "am": fall.am, "anlass": Uebergabeanlass.WEGGANG, "heute": fall.heute}
    with pytest.raises(ValidationError, match="gibt es noch kein Konto"), transaction.atomic():
        beginne(**angaben, nachfolge=fachkraft, durch=fall.geht)
    uebergabe = fall.beginne(nachfolge=False)
    with pytest.raises(ValidationError, match="gibt es noch kein Konto"), transaction.atomic():
        aendere(uebergabe=uebergabe, version=uebergabe.version, nachfolge=fachkraft, am=fall.am, notiz="")


def test_ueberschrift_in_der_mehrzahl(fall):
    schritt(fall), schritt(fall, "Zweiter"), sitz(fall)
    gruppen = uebergabelage(fall.beginne(), fall.heute).gruppen
    assert [gruppe.titel for gruppe in gruppen] == ["Offene Wiedervorlagen", "Sitz in einem Gremium"]


def test_ohne_nachfolge_ohne_grund_und_ohne_konto_geht_es_nicht(fall):
    schritt(fall)
    uebergabe = fall.beginne(nachfolge=False)
    with pytest.raises(ValidationError, match="an wen der Punkt geht"), transaction.atomic():
        fall.entscheide(uebergabe)
    with pytest.raises(ValidationError, match="nennen Sie den Grund"), transaction.atomic():
        fall.entscheide(uebergabe, was=Entscheidung(Punktentscheidung.GEPARKT, grund="  "))
    fremd = fall.welt.person("netzwerk_saarburg").netzwerkfachkraft
    with pytest.raises(ValidationError, match="keinen bestätigten Einsatz in diesem Sozialraum"), transaction.atomic():
        fall.entscheide(uebergabe, was=Entscheidung(Punktentscheidung.UEBERGEBEN, an=fremd))
    fachkraft = fall.folgt.netzwerkfachkraft
    type(fachkraft).objects.filter(pk=fachkraft.pk).update(benutzer=None)
    fachkraft.refresh_from_db()
    with pytest.raises(ValidationError, match="gibt es noch kein Konto"), transaction.atomic():
        fall.entscheide(uebergabe, was=Entscheidung(Punktentscheidung.UEBERGEBEN, an=fachkraft))


def test_neues_wird_beim_oeffnen_gezeigt_und_beim_naechsten_schritt_aufgenommen(fall):
    erster = schritt(fall)
    uebergabe = fall.beginne()
    schritt(fall, "Nachgekommen")
    lage = uebergabelage(uebergabe, fall.heute)
    assert [(zeile.titel.split(" (")[0], zeile.ist_neu) for zeile in lage.zeilen] == [
        ("Anrufen", False),
        ("Nachgekommen", True),
    ]
    assert lage.fortschritt == Fortschritt(0, 2)
    assert uebergabe.punkte.count() == 1
    erster.erledigt_am = fall.heute
    erster.save()
    with pytest.raises(ValidationError, match="1 Punkt ist noch offen: Nachgekommen"), transaction.atomic():
        schliesse_ab(uebergabe=uebergabe, durch=fall.geht, heute=fall.heute)
    fall.entscheide(uebergabe, Punktart.FAELLIG)
    assert list(uebergabe.punkte.values_list("titel", "entscheidung", "grund").order_by("pk")) == [
        (f"Anrufen (bis {fall.heute:%d.%m.%Y})", "erledigt", "Hat sich inzwischen erledigt."),
        (f"Nachgekommen (bis {fall.heute:%d.%m.%Y})", "offen", ""),
    ]
    assert uebergabelage(uebergabe, fall.heute).fortschritt.satz == "1 von 2 Punkten entschieden"


def test_zwei_entscheiden_denselben_punkt(fall):
    eigene = schritt(fall)
    uebergabe = fall.beginne()
    gesehen = uebergabe.version
    assert fall.entscheide(uebergabe, was=Entscheidung(Punktentscheidung.GEPARKT, grund="Urlaub")).entschieden == 1
    zweite = fall.entscheide(uebergabe, version=gesehen)
    assert (zweite.entschieden, zweite.warnung) == (
        0,
        f"Inzwischen hat jemand anderes entschieden: Anrufen (bis {fall.heute:%d.%m.%Y}).",
    )
    eigene.refresh_from_db()
    assert eigene.benutzer == fall.geht
    assert fall.entscheide(uebergabe).entschieden == 1
    eigene.refresh_from_db()
    assert eigene.benutzer == fall.folgt


def test_nach_dem_abschluss_zeigt_nichts_auf_die_person(fall):
    eigene, platz = schritt(fall), sitz(fall)
    sitzung = Sitzung.objects.create(gremium=platz.gremium, am=fall.heute + timedelta(days=60), erfasst_von=fall.geht)
    uebergabe = fall.beginne()
    fall.entscheide(uebergabe, was=Entscheidung(Punktentscheidung.GEPARKT, grund="Klärt die Leitung"))
    schliesse_ab(uebergabe=uebergabe, durch=fall.welt.person("leitung_konz"), heute=fall.heute)
    beende(einsatz=fall.einsatz, bis=fall.am)
    uebergabe.refresh_from_db(), eigene.refresh_from_db(), platz.refresh_from_db(), sitzung.refresh_from_db()
    assert (uebergabe.zustand, uebergabe.abgeschlossen_am) == (Uebergabestatus.ABGESCHLOSSEN, fall.heute)
    assert (eigene.benutzer, sitzung.erfasst_von, platz.bis) == (fall.folgt, fall.folgt, fall.am)
    assert list(verwaiste(fall.am + timedelta(days=1))) == []
    with pytest.raises(ValidationError, match="nicht mehr offen"), transaction.atomic():
        fall.entscheide(uebergabe)
    assert oeffne(uebergabe=uebergabe, heute=fall.heute).zustand == Uebergabestatus.OFFEN


def test_zurueckgestelltes_bleibt_nicht_bei_der_person_die_geht(fall):
    schritt(fall)
    uebergabe = fall.beginne(nachfolge=False)
    fall.entscheide(uebergabe, was=Entscheidung(Punktentscheidung.GEPARKT, grund="Nachfolge fehlt"))
    with pytest.raises(ValidationError, match="brauchen jemanden"), transaction.atomic():
        schliesse_ab(uebergabe=uebergabe, durch=fall.geht, heute=fall.heute)
    schliesse_ab(uebergabe=uebergabe, durch=fall.welt.person("leitung_konz"), heute=fall.heute)
    assert Wiedervorlage.objects.get().benutzer == fall.welt.person("leitung_konz")
    assert uebergabe.punkte.get().hinweis == f"Beim Abschluss an {fall.welt.person('leitung_konz')}."


def test_pruefen_findet_was_auf_ausgeschiedene_zeigt(fall):
    schritt(fall), sitz(fall)
    Einsatz.objects.filter(pk=fall.einsatz.pk).update(bis=fall.heute - timedelta(days=1))
    assert [satz.split(" ")[0] for satz in verwaiste(fall.heute)] == ["Wiedervorlage", "Gremiensitz"]
    assert list(verwaiste(fall.heute - timedelta(days=1))) == []


def test_eine_geplante_sitzung_ist_nicht_erledigt(fall):
    sitzung = Sitzung.objects.create(
        gremium=sitz(fall).gremium, am=fall.heute + timedelta(days=60), erfasst_von=fall.geht
    )
    uebergabe = fall.beginne()
    with pytest.raises(ValidationError, match="ist noch geplant"), transaction.atomic():
        fall.entscheide(uebergabe, Punktart.SITZUNG, was=Entscheidung(Punktentscheidung.ERLEDIGT))
    Sitzung.objects.filter(pk=sitzung.pk).update(zustand="abgesagt")
    assert uebergabelage(uebergabe, fall.heute).fortschritt == Fortschritt(1, 2)


def test_je_einsatz_gibt_es_eine_uebergabe_und_der_tag_liegt_im_einsatz(fall):
    uebergabe = fall.beginne()
    with pytest.raises(ValidationError, match="gibt es schon eine Übergabe"), transaction.atomic():
        fall.beginne()
    brich_ab(uebergabe=uebergabe)
    assert fall.beginne().pk == uebergabe.pk
    fall.am = ANFANG - timedelta(days=1)
    with pytest.raises(ValidationError, match="beginnt am"), transaction.atomic():
        fall.beginne()


def test_nachfolgen_kann_wer_danach_dort_arbeitet(fall):
    assert list(nachfolgende(fall.einsatz, fall.am)) == [fall.folgt.netzwerkfachkraft]
    Einsatz.objects.filter(fachkraft=fall.folgt.netzwerkfachkraft).update(bis=fall.am, von=ANFANG)
    assert list(nachfolgende(fall.einsatz, fall.am)) == []


@pytest.mark.parametrize(
    ("entscheidungen", "offen", "prozent", "satz"),
    [
        ([], 0, 100, "Es gibt nichts zu übergeben."),
        (["offen", "geparkt", "uebergeben"], 1, 67, "2 von 3 Punkten entschieden"),
        (["erledigt"], 0, 100, "1 Punkt ist entschieden."),
    ],
)
def test_fortschritt(entscheidungen, offen, prozent, satz):
    stand = fortschritt(entscheidungen)
    assert (stand.offen, stand.prozent, stand.satz) == (offen, prozent, satz)


def test_lange_aufzaehlungen_werden_gekuerzt():
    assert benannt(["a", "b"]) == "a, b"
    assert benannt("abcdefg") == "a, b, c, d, e und 2 weitere"
