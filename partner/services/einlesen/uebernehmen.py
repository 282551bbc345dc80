"""Carries a previewed run out: partners with category, state, served Sozialraum and origin, all or nothing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from konten.rules import Geltungsbereich
from konten.services.protokoll import protokolliere_angelegte, protokolliere_geaenderte
from partner.models import (
    Herkunft,
    Importlauf,
    Kategoriezuordnung,
    Netzwerkpartner,
    Partnerkategorie,
    Partnerzustand,
    Wirkungsbereich,
)
from partner.rules import Partnerstatus, Sitz
from partner.rules.einlesen import FUELLBAR, Zeilenergebnis, Zeilenurteil
from partner.selectors.einlesen import grundlage as lies_grundlage
from partner.services.einlesen.lauf import NichtOffen, beurteile, ersetze_zeilen, lies_zeilen, sperre

STAPEL = 500


@transaction.atomic
def uebernimm(*, lauf: Importlauf, bereich: Geltungsbereich) -> Importlauf:
    """Creates and fills what the rows say, judged once more against today's stock.

    A second call, also at the same moment, changes nothing. Everything is audited. About twenty queries and a few per
    500 rows. The day of the import is the first day of all validity rows.
    """
    try:
        lauf = sperre(lauf)
    except NichtOffen:
        return Importlauf.objects.get(pk=lauf.pk)
    _reihe_dich_ein()
    zeilen = lies_zeilen(lauf)
    urteile = beurteile(lauf, zeilen, lies_grundlage(bereich))
    neue = _lege_partner_an(lauf, _mit(urteile, Zeilenergebnis.NEU), bereich)
    _ergaenze_partner(lauf, _mit(urteile, Zeilenergebnis.GEAENDERT), bereich)
    ersetze_zeilen(lauf, zeilen, urteile, {nummer: partner.pk for nummer, partner in neue.items()})
    lauf.zustand = Importlauf.Zustand.UEBERNOMMEN
    lauf.uebernommen_am = timezone.now()
    lauf.save()
    return lauf


def _reihe_dich_ein() -> None:
    """Two lists taken over at once would not see each other's partners; this makes the second wait for the first."""
    list(Partnerkategorie.objects.select_for_update().order_by("pk").values_list("pk"))


def _mit(urteile: Iterable[Zeilenurteil], ergebnis: Zeilenergebnis) -> list[Zeilenurteil]:
    return [urteil for urteil in urteile if urteil.ergebnis == ergebnis]


def _lege_partner_an(
    lauf: Importlauf, urteile: Sequence[Zeilenurteil], bereich: Geltungsbereich
) -> dict[int, Netzwerkpartner]:
    partner = [_partner(urteil) for urteil in urteile]
    _schreibe(Netzwerkpartner, partner, bereich)
    paare = list(zip(urteile, partner, strict=True))
    von = bereich.stichtag
    _schreibe(
        Partnerzustand, [Partnerzustand(partner=p, zustand=Partnerstatus.AKTIV, von=von) for _, p in paare], bereich
    )
    _schreibe(
        Kategoriezuordnung,
        [Kategoriezuordnung(partner=p, kategorie_id=u.kategorie.pk, art=u.art, von=von) for u, p in paare],
        bereich,
    )
    _schreibe(Wirkungsbereich, [w for u, p in paare if (w := _wirkungsbereich(u, p, von))], bereich)
    _schreibe(Herkunft, [_herkunft(lauf, u, p.pk, u.angaben.kennung) for u, p in paare], bereich)
    return {urteil.nummer: partner for urteil, partner in paare}


def _partner(urteil: Zeilenurteil) -> Netzwerkpartner:
    angaben, ort = urteil.angaben, urteil.ort
    partner = Netzwerkpartner(
        name=angaben.name,
        sitz=Sitz.LANDKREIS if ort.gemeinde else ort.sitz,
        gemeinde_id=ort.gemeinde and ort.gemeinde.pk,
        breite=angaben.breite,
        laenge=angaben.laenge,
        **{feld: getattr(angaben, feld) for feld in FUELLBAR},
    )
    partner.fuelle_suche()
    return partner


def _wirkungsbereich(urteil: Zeilenurteil, partner: Netzwerkpartner, von: date) -> Wirkungsbereich | None:
    gemeinde = urteil.ort.gemeinde
    if gemeinde is None or gemeinde.sozialraum is None:
        return None
    return Wirkungsbereich(partner=partner, sozialraum_id=gemeinde.sozialraum, von=von)


def _herkunft(lauf: Importlauf, urteil: Zeilenurteil, partner_id: int, kennung: str) -> Herkunft:
    angaben = urteil.angaben
    return Herkunft(
        partner_id=partner_id,
        lauf=lauf,
        zeile=urteil.nummer,
        kennung=kennung,
        quelle=angaben.quelle,
        stand=angaben.stand,
        guete=angaben.guete,
        hinweis=angaben.hinweis,
    )


def _ergaenze_partner(lauf: Importlauf, urteile: Sequence[Zeilenurteil], bereich: Geltungsbereich) -> None:
    """Fills empty fields of partners that are there already."""
    partner = Netzwerkpartner.objects.select_for_update().in_bulk([urteil.partner for urteil in urteile])
    bekannt = set(Herkunft.objects.exclude(kennung="").values_list("kennung", flat=True)) if urteile else set()
    geaendert, herkuenfte = [], []
    for urteil in urteile:
        objekt = partner[urteil.partner]
        geaendert.append((objekt, _fuelle(objekt, urteil.ergaenzung)))
        kennung = urteil.angaben.kennung
        herkuenfte.append(_herkunft(lauf, urteil, objekt.pk, "" if kennung in bekannt else kennung))
    Netzwerkpartner.objects.bulk_update(
        [objekt for objekt, _ in geaendert],
        [*FUELLBAR, "breite", "laenge", "such_norm", "name_norm", "version", "geaendert_am"],
        batch_size=100,
    )
    protokolliere_geaenderte(geaendert, benutzer_id=bereich.benutzer_id)
    _schreibe(Herkunft, herkuenfte, bereich)


def _fuelle(objekt: Netzwerkpartner, werte: dict[str, Any]) -> dict[str, Any]:
    """Sets the values and returns what was there before."""
    bisher = {name: getattr(objekt, name) for name in werte}
    for name, wert in werte.items():
        setattr(objekt, name, wert)
    objekt.fuelle_suche()
    objekt.version += 1
    objekt.geaendert_am = timezone.now()
    return bisher


def _schreibe(modell: type[models.Model], objekte: list[models.Model], bereich: Geltungsbereich) -> None:
    modell.objects.bulk_create(objekte, batch_size=STAPEL)
    protokolliere_angelegte(objekte, benutzer_id=bereich.benutzer_id)
