"""Which records hold free text about work with people, who may blank a passage there, and what of it she reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from konten.models import Textbestaetigung
from konten.rules import ALLE, Geltungsbereich
from netzwerk.models import (
    Absprache,
    Bedarfsmeldung,
    Gremium,
    Kontakt,
    Kontaktbeteiligung,
    Sitzung,
    Uebergabe,
    Wiedervorlage,
)
from partner.models import Netzwerkpartner, Vereinbarung, Wirkungsbereich

RECHT = "text.schwaerzen"


@dataclass(frozen=True, slots=True)
class Textstueck:
    """One field of one record, with the text that stands there now."""

    objekt: Model
    feld: str

    @property
    def text(self) -> str:
        return getattr(self.objekt, self.feld)

    @property
    def label(self) -> str:
        return self.objekt._meta.get_field(self.feld).verbose_name


@dataclass(frozen=True, slots=True)
class Textquelle:
    """A kind of record with free text: its own fields, those of records that hang on it, and where it belongs."""

    art: str
    modell: type[Model]
    felder: tuple[str, ...]
    in_raeumen: Callable[[frozenset[int]], Q | Exists]
    dazu: Callable[[Model], Iterator[Textstueck]] = lambda objekt: iter(())

    def schwaerzbar_fuer(self, bereich: Geltungsbereich) -> QuerySet:
        """Records whose text this person may blank: of her Sozialräume, or all."""
        if not bereich.darf(RECHT):
            return self.modell.objects.none()
        raeume = bereich.sozialraeume(RECHT)
        return self.modell.objects.all() if raeume is None else self.modell.objects.filter(self.in_raeumen(raeume))

    def stuecke(self, objekt: Model) -> list[Textstueck]:
        """All filled texts of the record. One query for each kind of record that hangs on it."""
        eigene = [Textstueck(objekt, feld) for feld in self.felder]
        return [stueck for stueck in [*eigene, *self.dazu(objekt)] if stueck.text]


def _kontakt_in(raeume: frozenset[int]) -> Exists:
    return Exists(Kontaktbeteiligung.objects.filter(kontakt=OuterRef("pk"), sozialraum__in=raeume))


def _partner_in(raeume: frozenset[int]) -> Exists:
    return Exists(Wirkungsbereich.objects.filter(partner=OuterRef("pk"), sozialraum__in=raeume))


def _vereinbarung_in(raeume: frozenset[int]) -> Exists:
    orte = Vereinbarung.sozialraeume.through.objects
    return Exists(orte.filter(vereinbarung=OuterRef("pk"), sozialraum__in=raeume))


def _uebergabepunkte(uebergabe: Uebergabe) -> Iterator[Textstueck]:
    for punkt in uebergabe.punkte.all():
        yield Textstueck(punkt, "hinweis")
        yield Textstueck(punkt, "grund")


def _eigener_schritt_in(raeume: frozenset[int]) -> Q:
    """What came from a contact or a meeting is blanked there, by whom that record says."""
    return Q(sozialraum__in=raeume, kontakt=None, beschluss=None)


def _schritte(kontakt: Kontakt) -> Iterator[Textstueck]:
    for schritt in kontakt.wiedervorlagen.order_by("pk").prefetch_related("aufschuebe"):
        yield Textstueck(schritt, "was")
        yield from _aufschuebe(schritt)


def _aufschuebe(schritt: Wiedervorlage) -> Iterator[Textstueck]:
    for aufschub in schritt.aufschuebe.all():
        yield Textstueck(aufschub, "grund")


def _sitzungsteile(sitzung: Sitzung) -> Iterator[Textstueck]:
    for punkt in sitzung.punkte.all():
        yield Textstueck(punkt, "titel")
        yield Textstueck(punkt, "text")
    for beschluss in sitzung.beschluesse.select_related("wiedervorlage").prefetch_related("wiedervorlage__aufschuebe"):
        yield Textstueck(beschluss, "text")
        yield Textstueck(beschluss, "zustaendig_text")
        if schritt := getattr(beschluss, "wiedervorlage", None):
            yield Textstueck(schritt, "was")
            yield from _aufschuebe(schritt)


def _bedarfsschritte(meldung: Bedarfsmeldung) -> Iterator[Textstueck]:
    for schritt in meldung.schritte.all():
        yield Textstueck(schritt, "grund")


#: word in the address -> kind of record
QUELLEN = {
    quelle.art: quelle
    for quelle in (
        Textquelle("kontakt", Kontakt, ("inhalt", "vereinbarung"), _kontakt_in, _schritte),
        Textquelle("partner", Netzwerkpartner, ("zustaendigkeiten", "aufgaben", "notiz"), _partner_in),
        Textquelle(
            "bedarf", Bedarfsmeldung, ("titel", "text"), lambda raeume: Q(sozialraum__in=raeume), _bedarfsschritte
        ),
        Textquelle("wiedervorlage", Wiedervorlage, ("was",), _eigener_schritt_in, _aufschuebe),
        Textquelle("gremium", Gremium, ("aufgabe",), lambda raeume: Q(sozialraum__in=raeume)),
        Textquelle(
            "sitzung",
            Sitzung,
            ("einladungstext", "protokoll"),
            lambda raeume: Q(gremium__sozialraum__in=raeume),
            _sitzungsteile,
        ),
        Textquelle(
            "vereinbarung",
            Vereinbarung,
            ("titel", "ziele", "leistungen", "zusammenarbeit", "datenschutz", "weiteres"),
            _vereinbarung_in,
        ),
        Textquelle("absprache", Absprache, ("themen",), lambda raeume: Q(sozialraum__in=raeume)),
        Textquelle(
            "uebergabe",
            Uebergabe,
            ("notiz",),
            lambda raeume: Q(einsatz__sozialraum__in=raeume),
            _uebergabepunkte,
        ),
    )
}
JE_MODELL = {quelle.modell._meta.label_lower: quelle for quelle in QUELLEN.values()}


def sichtbare_bestaetigungen(bereich: Geltungsbereich) -> QuerySet[Textbestaetigung]:
    """Confirmed hints of the records whose text this person may blank, newest first."""
    menge = Textbestaetigung.objects.sichtbar_fuer(bereich).filter(modell__in=JE_MODELL)
    if bereich.reichweite(RECHT) is ALLE:
        return menge
    treffer = Q(pk__in=[])
    for modell, quelle in JE_MODELL.items():
        treffer |= Q(modell=modell, objekt__in=quelle.schwaerzbar_fuer(bereich).values("uuid"))
    return menge.filter(treffer)


def zeigt_ganzen_text(bereich: Geltungsbereich, objekt: Model) -> bool:
    """False where only the passages in question are shown: who may blank a case-related text need not read it.

    At most one query.
    """
    if bereich.reichweite(RECHT) is ALLE or not isinstance(objekt, Kontakt):
        return True
    return Kontakt.objects.mit_text_fuer(bereich).filter(pk=objekt.pk).exists()
