"""The Netzwerkbericht of one Sozialraum: selectors to one dataclass that page and PDF render with the same partial."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from berichte.rules import Abschnitt, Berichtszeitraum, Saeulendiagramm, abschnitte, saeulendiagramm
from konten.models.abfrage import vorbereitet
from konten.rules.zahl import dezimal, mehrzahl, tagesdatum
from netzwerk.rules import Kontaktart
from netzwerk.rules.abdeckung import UNGEPFLEGT, Partnerlage, Zelle
from netzwerk.rules.stellenanteil import tagessumme, zeige
from netzwerk.selectors.abdeckung import Abdeckung, Kategoriespalte, Raumabdeckung, abdeckung
from netzwerk.selectors.bekanntheit import Fachkraftbekannt, bekanntheit_der
from netzwerk.selectors.statistik import NULL, Bezugszahlen, Kontaktstatistik, kontaktstatistik
from netzwerk.selectors.stellenanteil import Stellenlage, stellenanteile
from partner.models import Netzwerkpartner, Neuzuschnitt
from partner.selectors.zuschnitt import nachtraegliche_neuzuschnitte
from sozialraum.models import Besonderheit, Sozialraum, Traegerschaft
from sozialraum.selectors.besonderheit import besonderheiten_im
from sozialraum.selectors.portraet import steuernder_traeger


@dataclass(frozen=True, slots=True)
class Kennzahl:
    """A large figure, what it counts, and the comparison in small print."""

    wert: str
    text: str
    vergleich: str


@dataclass(frozen=True, slots=True)
class Abschnittszeile:
    """Contacts of one month or quarter."""

    abschnitt: Abschnitt
    zahlen: Bezugszahlen


@dataclass(frozen=True, slots=True)
class Kategoriezeile:
    """Coverage and contacts of one category."""

    kategorie: Kategoriespalte
    zelle: Zelle
    kontakte: Bezugszahlen


@dataclass(frozen=True, slots=True)
class OffenerPartner:
    """A partner who is überfällig or was never reached."""

    partner: Netzwerkpartner
    kategorien: str
    lage: Partnerlage


@dataclass(frozen=True, slots=True)
class Sozialraumbericht:
    """Everything that page and PDF show; figures of the last day of the period unless they say otherwise."""

    sozialraum: Sozialraum
    zeitraum: Berichtszeitraum
    erstellt: date
    steuernder: Traegerschaft | None
    kennzahlen: tuple[Kennzahl, ...]
    verlauf: tuple[Abschnittszeile, ...]
    diagramm: Saeulendiagramm
    kategorien: tuple[Kategoriezeile, ...]
    statistik: Kontaktstatistik
    offene: tuple[OffenerPartner, ...]
    stellen: Stellenlage
    bekannte: list[Fachkraftbekannt]
    rechnung: tuple[str, ...]
    besonderheiten: tuple[Besonderheit, ...] = ()
    neuzuschnitte: tuple[Neuzuschnitt, ...] = ()

    @property
    def arten(self) -> list[tuple[str, Bezugszahlen]]:
        return [(Kontaktart(art).label, zahlen) for art, zahlen in self.statistik.je_art.items()]

    @property
    def ungezaehlte(self) -> list[tuple[str, int]]:
        """What was entered and does not count, by the reason (K33)."""
        s = self.statistik
        zeilen = [(f"von anderen erfasst: {rolle}", anzahl) for rolle, anzahl in s.von_anderen.items()]
        zeilen += [
            ("Versuche, bei denen niemand erreicht wurde", s.versuche),
            ("Veranstaltungen und Öffentlichkeitsarbeit", s.kein_austausch),
            ("Partner nicht zuständig oder kein bestätigter Einsatz an diesem Tag", s.ohne_zustaendigkeit),
        ]
        return [(was, anzahl) for was, anzahl in zeilen if anzahl]

    @property
    def ausnahmen(self) -> list[Kategoriezeile]:
        return [zeile for zeile in self.kategorien if zeile.zelle.begruendung]

    @property
    def nachtraeglich(self) -> str:
        """How many contacts of the period were entered only after it; empty when none (K35)."""
        if not (anzahl := self.statistik.nachtraeglich):
            return ""
        eintraege = mehrzahl(anzahl, "Kontakt wurde", "Kontakte wurden")
        return f"{eintraege} erst nach dem {tagesdatum(self.zeitraum.bis)} erfasst."

    @property
    def nachtraegliche_zuschnitte(self) -> list[str]:
        """Re-cuts that the figures follow although they were entered only after the period (K35)."""
        return [
            f"Der Zuschnitt „{akte.name}“ gilt ab {tagesdatum(akte.von)} und wurde erst am "
            f"{tagesdatum(timezone.localdate(akte.uebernommen_am))} eingetragen."
            for akte in self.neuzuschnitte
        ]

    @property
    def ist_nach_quartal(self) -> bool:
        return any(len(zeile.abschnitt.monate) > 1 for zeile in self.verlauf)


def sozialraumbericht(
    sozialraum: Sozialraum,
    zeitraum: Berichtszeitraum,
    heute: date,
    traeger: Collection[int] | None = None,
    *,
    mit_bekannten: bool = True,
) -> Sozialraumbericht:
    """The report of the period, compared with the same days one year earlier (K02, K06, K25, K31, K33, K35).

    26 queries, whatever the size: twice six for the coverage, four each for contacts and staffing, two for being
    known (none without `mit_bekannten`: the page loads them by itself), one each for Träger, the names of open
    partners, particularities and re-cuts entered late. `traeger`: whose people may be named, None for all.
    """
    von, bis, vorjahr = zeitraum.von, zeitraum.bis, zeitraum.vorjahr
    matrix = abdeckung(bis, [sozialraum.pk])
    zeile = _zeile(matrix, sozialraum)
    frueher = _zeile(abdeckung(vorjahr.bis, [sozialraum.pk]), sozialraum)
    statistik = kontaktstatistik(sozialraum, von, bis, (vorjahr.von, vorjahr.bis))
    stellen = stellenanteile(bis, von, bis, [sozialraum.pk])[sozialraum.pk]
    sichtbare = stellen.fuer_traeger(traeger)
    verlauf = _verlauf(zeitraum, statistik)
    return Sozialraumbericht(
        sozialraum=sozialraum,
        zeitraum=zeitraum,
        erstellt=heute,
        steuernder=steuernder_traeger(sozialraum, bis),
        kennzahlen=(
            *_abdeckungszahlen(zeile, frueher, statistik),
            _stellenzahl(stellen, vorjahr.bis),
        ),
        verlauf=verlauf,
        diagramm=saeulendiagramm([(z.abschnitt.kurz, _reihen(z.zahlen)) for z in verlauf]),
        kategorien=_kategorien(matrix, zeile, statistik),
        statistik=statistik,
        offene=_offene(matrix, zeile),
        stellen=sichtbare,
        bekannte=bekanntheit_der(sichtbare.gueltig, sozialraum.pk, bis) if mit_bekannten else [],
        rechnung=tuple(zeile.rechnung),
        besonderheiten=tuple(besonderheiten_im(von, bis, sozialraum.pk)),
        neuzuschnitte=tuple(nachtraegliche_neuzuschnitte(von, bis, sozialraum.pk)),
    )


def _zeile(matrix: Abdeckung, sozialraum: Sozialraum) -> Raumabdeckung:
    zeile = matrix.zeile(sozialraum.pk)
    if zeile is None:
        raise LookupError(f"{sozialraum} fehlt in der Abdeckung.")
    return zeile


def _reihen(zahlen: Bezugszahlen) -> tuple[int, int, int]:
    return zahlen.uebergreifend, zahlen.fallbezogen, zahlen.beides


def _verlauf(zeitraum: Berichtszeitraum, statistik: Kontaktstatistik) -> tuple[Abschnittszeile, ...]:
    return tuple(
        Abschnittszeile(abschnitt, sum((statistik.je_monat.get(monat, NULL) for monat in abschnitt.monate), NULL))
        for abschnitt in abschnitte(zeitraum)
    )


def _abdeckungszahlen(
    zeile: Raumabdeckung, frueher: Raumabdeckung, statistik: Kontaktstatistik
) -> tuple[Kennzahl, Kennzahl, Kennzahl]:
    partner, vorher = zeile.quote_partner, frueher.quote_partner
    return (
        Kennzahl(
            zeile.quote_kategorien.text,
            "der verlangten Kategorien gepflegt",
            f"Vorjahr {frueher.quote_kategorien.text}",
        ),
        Kennzahl(dezimal(statistik.gesamt.summe), "Kontakte", f"Vorjahr {dezimal(statistik.vergleich)}"),
        Kennzahl(
            f"{partner.zaehler} / {partner.nenner}",
            "Partner aktuell oder fällig",
            f"Vorjahr {vorher.zaehler} / {vorher.nenner}",
        ),
    )


def _stellenzahl(stellen: Stellenlage, vor_einem_jahr: date) -> Kennzahl:
    tage = sum(luecke.tage for luecke in stellen.luecken)
    erreicht = f"an {mehrzahl(tage, 'Tag', 'Tagen')} unterschritten" if tage else "an allen Tagen erreicht"
    if not stellen.ist_beurteilbar:
        erreicht = "nicht beurteilbar"
    return Kennzahl(
        zeige(stellen.summe, stellen.minimum),
        f"VZÄ, Mindestumfang {zeige(stellen.minimum)} {erreicht}",
        f"Vorjahr {zeige(tagessumme(stellen.anteile, vor_einem_jahr))}",
    )


def _kategorien(matrix: Abdeckung, zeile: Raumabdeckung, statistik: Kontaktstatistik) -> tuple[Kategoriezeile, ...]:
    """Columns of the matrix that concern this Sozialraum; another one's own category is left out."""
    return tuple(
        Kategoriezeile(spalte, zelle, statistik.je_kategorie.get(spalte.id, NULL))
        for spalte, zelle in zip(matrix.kategorien, zeile.zellen, strict=True)
        if spalte.nur_in in (None, zeile.sozialraum.pk)
    )


def _offene(matrix: Abdeckung, zeile: Raumabdeckung) -> tuple[OffenerPartner, ...]:
    namen = {spalte.id: spalte.name for spalte in matrix.kategorien}
    lagen = [lage for lage in zeile.lagen if lage.lage in UNGEPFLEGT]
    partner = {einer.pk: einer for einer in _partner([lage.partner_id for lage in lagen])}
    offene = [
        OffenerPartner(partner[lage.partner_id], ", ".join(namen[pk] for pk in lage.kategorien), lage) for lage in lagen
    ]
    return tuple(sorted(offene, key=_dringlichkeit))


@vorbereitet
def _partner(ids: Collection[int]) -> QuerySet[Netzwerkpartner]:
    return Netzwerkpartner.objects.filter(pk__in=ids).only("uuid", "name", "name_norm").order_by()


def _dringlichkeit(offen: OffenerPartner) -> tuple[date, str]:
    """Longest overdue first; those never reached count from the day since when they are entered."""
    return offen.lage.faellig_am or offen.lage.seit, offen.partner.name_norm
