"""How the Sozialräume differ and were cut anew: particularities, a finished re-cut, a draft, an exemption that ends."""

from datetime import UTC, date, datetime, time, timedelta

from auditlog.context import disable_auditlog

from berichte.services.beispieldaten.rahmen import Rahmen
from konten.models import Benutzer
from netzwerk.services.neuzuschnitt import uebernimm
from partner.models import Gemeindewechsel, Kategorieausnahme, Kategoriepflicht, Neuzuschnitt, Wirkungsbereich
from sozialraum.models import Besonderheit, Gebietszuordnung, Gemeinde, Sozialraum

ART = Besonderheit.Art
#: Sozialraum, kind, title, text, source; days since it began, days since it ended, days until the next look
BESONDERHEITEN = (
    (
        "konz",
        ART.PENDELN,
        "Viele Eltern arbeiten in Luxemburg und kommen spät nach Hause",
        "Gespräche und Elternabende beginnen nicht vor 18:30 Uhr; Randzeiten in den Kitas sind ein Dauerthema.",
        "Sozialraumkonferenz Konz, Protokoll vom Frühjahr",
        620,
        None,
        200,
    ),
    (
        "konz",
        ART.NEUBAUGEBIET,
        "Neubaugebiet mit rund 200 Wohnungen wird bezogen",
        "Junge Familien ohne Anschluss im Ort: Begrüßung mit Kita, Grundschule und Sportverein abstimmen.",
        "Bebauungsplan der Stadt",
        240,
        None,
        -10,
    ),
    (
        "saarburg",
        ART.TOURISMUS,
        "Von Mai bis Oktober prägt der Tourismus die Stadt",
        "In der Saison arbeiten viele Eltern abends und am Wochenende. Termine liegen besser im Winter.",
        "Gespräch mit der Verbandsgemeinde",
        700,
        None,
        150,
    ),
    (
        "hermeskeil",
        ART.EINRICHTUNG,
        "Eine Grundschule schließt zum Schuljahresende",
        "Die Kinder gehen künftig in den Nachbarort. Bus, Betreuung und Schulsozialarbeit sind zu klären.",
        "Beschluss des Schulträgers",
        90,
        None,
        60,
    ),
    (
        "hermeskeil",
        ART.ZUZUG,
        "Zuzug aus der Aufnahmeeinrichtung",
        "Sprachmittlung ist knapp; Patenschaften laufen über die Kirchengemeinden.",
        "Einwohnerstatistik der Verbandsgemeinde",
        800,
        120,
        -120,
    ),
    (
        "rst",
        ART.WEGE,
        "Drei Verbandsgemeinden, kaum Busse zwischen ihnen",
        "Angebote müssen in jedem Teil des Sozialraums einmal stattfinden, sonst erreichen sie nur ein Drittel.",
        "Nahverkehrsplan",
        900,
        None,
        300,
    ),
)


def richte_zuschnitte_ein(rahmen: Rahmen) -> None:
    """Comes last: its rows carry their own times of entry."""
    _besonderheiten(rahmen)
    _bald_endende_ausnahme(rahmen)
    with disable_auditlog():
        _vollzogener_neuzuschnitt(rahmen)
        _entwurf(rahmen)


def _mittag(tag: date) -> datetime:
    return datetime.combine(tag, time(11, 30), UTC)


def _besonderheiten(rahmen: Rahmen) -> None:
    for kuerzel, art, titel, text, quelle, seit, ende, wieder in BESONDERHEITEN:
        von = rahmen.vor(seit)
        wer = rahmen.konten.get(f"netzwerk-{kuerzel}")
        eintrag = Besonderheit(
            uuid=rahmen.wuerfel.schluessel(),
            sozialraum=rahmen.sozialraeume[kuerzel],
            art=art,
            titel=titel,
            text=text,
            quelle=quelle,
            von=von,
            bis=None if ende is None else rahmen.vor(ende),
            wieder_ansehen_am=rahmen.vor(-wieder),
            angesehen_am=min(max(von, rahmen.vor(365 - wieder)), rahmen.stichtag),
            angesehen_von_id=wer,
            erfasst_von_id=wer,
        )
        Besonderheit.objects.bulk_create([eintrag])
    Besonderheit.objects.update(erstellt_am=_mittag(rahmen.vor(90)), geaendert_am=_mittag(rahmen.vor(90)))


def _bald_endende_ausnahme(rahmen: Rahmen) -> None:
    """In a voluntary category without partners, so that it changes no share."""
    pflicht = Kategoriepflicht.objects.aktiv(rahmen.stichtag).values("kategorie")
    raum = rahmen.sozialraeume["saarburg"]
    wirkt = Wirkungsbereich.objects.aktiv(rahmen.stichtag).filter(sozialraum=raum)
    vertreten = set(wirkt.values_list("partner__kategoriezuordnungen__kategorie", flat=True))
    freie = [k for k in rahmen.kategorien.values() if k.pk not in vertreten]
    freie = [k for k in freie if k.pk not in set(pflicht.values_list("kategorie", flat=True))] or freie
    if not freie:
        return
    ausnahme = Kategorieausnahme(
        uuid=rahmen.wuerfel.schluessel(),
        sozialraum=raum,
        kategorie=min(freie, key=lambda kategorie: kategorie.reihenfolge),
        begruendung="Bis zur Neuordnung der Vereinsförderung übernimmt der Nachbarraum.",
        von=rahmen.vor(300),
        bis=rahmen.vor(-40),
    )
    Kategorieausnahme.objects.bulk_create([ausnahme])


def _vollzogener_neuzuschnitt(rahmen: Rahmen) -> None:
    """Igel belonged to its neighbour Konz before: today's territory is that of the base data."""
    gemeinde = next(eine for eine in rahmen.gemeinden["rst"] if eine.name == "Igel")
    zuordnung = gemeinde.gebietszuordnungen.aktiv(rahmen.stichtag).get()
    Gebietszuordnung.objects.filter(pk=zuordnung.pk).update(
        sozialraum=rahmen.sozialraeume["konz"], uuid=rahmen.wuerfel.schluessel()
    )
    von = date(rahmen.stichtag.year - 1, 1, 1)
    akte = _neuzuschnitt(rahmen, f"{gemeinde} zu {rahmen.sozialraeume['rst']}", von, "Beschluss der Lenkungsgruppe")
    _wechsle(akte, gemeinde, rahmen.sozialraeume["rst"])
    jugendamt = Benutzer.objects.get(username="jugendamt")
    akte = uebernimm(neuzuschnitt=akte, version=akte.version, durch=jugendamt)
    _datiere(rahmen, akte, von - timedelta(days=45))


def _datiere(rahmen: Rahmen, akte: Neuzuschnitt, tag: date) -> None:
    """Rows and journal alike, so that the example can be taken back."""
    mittag, bild = _mittag(tag), akte.journal["zeilen"][Gebietszuordnung._meta.label]
    for pk in set(bild["nachher"]) - set(bild["vorher"]):
        schluessel = rahmen.wuerfel.schluessel()
        Gebietszuordnung.objects.filter(pk=pk).update(uuid=schluessel, erstellt_am=mittag, geaendert_am=mittag)
        bild["nachher"][pk] |= {"uuid": str(schluessel), "erstellt_am": str(mittag), "geaendert_am": str(mittag)}
    for pk in set(bild["nachher"]) & set(bild["vorher"]):
        Gebietszuordnung.objects.filter(pk=pk).update(geaendert_am=mittag)
        bild["nachher"][pk]["geaendert_am"] = str(mittag)
    Neuzuschnitt.objects.filter(pk=akte.pk).update(journal=akte.journal, uebernommen_am=mittag)


def _entwurf(rahmen: Rahmen) -> None:
    """Two Gemeinden of Konz with their partners would go to Saarburg next year."""
    gemeinden = [eine for eine in rahmen.gemeinden["konz"] if eine.name != "Konz"]
    mit_partnern = [eine for eine in gemeinden if eine.partner.exists()]
    von = date(rahmen.stichtag.year + 1, 7, 1)
    akte = _neuzuschnitt(rahmen, "Saargau zu Saarburg", von, "Vorschlag der Jugendhilfeplanung, noch ohne Beschluss")
    for gemeinde in (mit_partnern or gemeinden)[:2]:
        _wechsle(akte, gemeinde, rahmen.sozialraeume["saarburg"])


def _neuzuschnitt(rahmen: Rahmen, name: str, von: date, quelle: str) -> Neuzuschnitt:
    akte = Neuzuschnitt(
        uuid=rahmen.wuerfel.schluessel(),
        name=name,
        von=von,
        quelle=quelle,
        begruendung="Die Wege der Familien führen dorthin: Kita, Schule und Verein liegen im neuen Sozialraum.",
        erstellt_von=Benutzer.objects.get(username="jugendamt"),
    )
    akte.save()
    return akte


def _wechsle(akte: Neuzuschnitt, gemeinde: Gemeinde, ziel: Sozialraum) -> None:
    Gemeindewechsel.objects.create(neuzuschnitt=akte, gemeinde=gemeinde, ziel=ziel)
