"""Which records hold free text about work with people, who may blank a passage there, and what of it she reads.

The roof joins these with those of the money: `berichte.selectors.textschutz`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from konten.rules import ALLE, Geltungsbereich
from netzwerk.models import (
    Absprache,
    Abweichungsbegruendung,
    Bedarfsmeldung,
    Entscheidungsbefugnis,
    Gremium,
    Kompetenzeinschaetzung,
    Kontakt,
    Kontaktbeteiligung,
    Lotsenanfrage,
    Mitteilung,
    Sitzung,
    Steckbrief,
    Stellenausnahme,
    Uebergabe,
    Wiedervorlage,
)
from partner.models import (
    Angebot,
    Kampagne,
    Netzwerkpartner,
    Neuzuschnitt,
    Sammlung,
    Vereinbarung,
    Wirkungsbereich,
)
from sozialraum.models import Besonderheit

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
    """A kind of record with free text: its own fields, those of records that hang on it, and where it belongs.

    `traegerpfad` leads to the Träger of what only its own Leitung reads, also where several share a Sozialraum.
    """

    art: str
    modell: type[Model]
    felder: tuple[str, ...]
    in_raeumen: Callable[[frozenset[int]], Q | Exists] = lambda raeume: Q(sozialraum__in=raeume)
    traegerpfad: str = ""
    dazu: Callable[[Model], Iterator[Textstueck]] = lambda objekt: iter(())

    def schwaerzbar_fuer(self, bereich: Geltungsbereich) -> QuerySet:
        """Records whose text this person may blank: of her Sozialräume, or all."""
        if not bereich.darf(RECHT):
            return self.modell.objects.none()
        if (raeume := bereich.sozialraeume(RECHT)) is None:
            return self.modell.objects.all()
        if self.traegerpfad:
            eigene = bereich.geleitete_traeger(RECHT)
            return self.modell.objects.filter(**{f"{self.traegerpfad}__in": eigene})
        return self.modell.objects.filter(self.in_raeumen(raeume))

    def stuecke(self, objekt: Model) -> list[Textstueck]:
        """All filled texts of the record. One query for each kind of record that hangs on it."""
        eigene = [Textstueck(objekt, feld) for feld in self.felder]
        return [stueck for stueck in [*eigene, *self.dazu(objekt)] if stueck.text]


def _kontakt_in(raeume: frozenset[int]) -> Exists:
    return Exists(Kontaktbeteiligung.objects.filter(kontakt=OuterRef("pk"), sozialraum__in=raeume))


def _partner_in(raeume: frozenset[int]) -> Exists:
    return Exists(Wirkungsbereich.objects.filter(partner=OuterRef("pk"), sozialraum__in=raeume))


def _partnerteile(partner: Netzwerkpartner) -> Iterator[Textstueck]:
    for zustand in partner.zustaende.all():
        yield Textstueck(zustand, "grund")
    for stelle in partner.aussenstellen.all():
        yield Textstueck(stelle, "oeffnungshinweis")


def _vereinbarung_in(raeume: frozenset[int]) -> Exists:
    orte = Vereinbarung.sozialraeume.through.objects
    return Exists(orte.filter(vereinbarung=OuterRef("pk"), sozialraum__in=raeume))


def _angebot_in(raeume: frozenset[int]) -> Exists:
    orte = Angebot.sozialraeume.through.objects
    return Exists(orte.filter(angebot=OuterRef("pk"), sozialraum__in=raeume))


def _ueberall(raeume: frozenset[int]) -> Q:
    """Belongs to no Sozialraum: left to who may blank everywhere."""
    return Q(pk=None)


def _mitteilung_in(raeume: frozenset[int]) -> Exists:
    orte = Mitteilung.sozialraeume.through.objects
    return Exists(orte.filter(mitteilung=OuterRef("pk"), sozialraum__in=raeume))


def _abweichung_in(raeume: frozenset[int]) -> Q:
    """About the Sozialraum itself; what is said about a person stays with the Datenschutz."""
    return Q(sozialraum__in=raeume, fachkraft=None)


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


def _lotsenteile(anfrage: Lotsenanfrage) -> Iterator[Textstueck]:
    for frage in anfrage.weiterleitungen.all():
        yield Textstueck(frage, "grund")
    for schritt in anfrage.schritte.all():
        yield Textstueck(schritt, "text")


#: who leads the Träger of a Netzwerkfachkraft answers for what is written about her
PERSON = "fachkraft__traeger"
QUELLEN = (
    Textquelle("kontakt", Kontakt, ("inhalt", "vereinbarung"), _kontakt_in, dazu=_schritte),
    Textquelle(
        "partner",
        Netzwerkpartner,
        ("zustaendigkeiten", "aufgaben", "zielgruppen_frei", "oeffnungshinweis", "notiz"),
        _partner_in,
        dazu=_partnerteile,
    ),
    Textquelle("bedarf", Bedarfsmeldung, ("titel", "text"), dazu=_bedarfsschritte),
    Textquelle("lotsenanfrage", Lotsenanfrage, ("titel", "text", "rueckmeldung"), dazu=_lotsenteile),
    Textquelle("wiedervorlage", Wiedervorlage, ("was",), _eigener_schritt_in, dazu=_aufschuebe),
    Textquelle("gremium", Gremium, ("aufgabe",)),
    Textquelle("mitteilung", Mitteilung, ("titel", "text"), _mitteilung_in),
    Textquelle(
        "sitzung",
        Sitzung,
        ("ort", "einladungstext", "protokoll"),
        lambda raeume: Q(gremium__sozialraum__in=raeume),
        dazu=_sitzungsteile,
    ),
    Textquelle(
        "vereinbarung",
        Vereinbarung,
        ("titel", "ziele", "leistungen", "zusammenarbeit", "datenschutz", "weiteres"),
        _vereinbarung_in,
    ),
    Textquelle(
        "angebot",
        Angebot,
        (
            "titel",
            "kurztext",
            "text",
            "geeignet_fuer",
            "gegenleistung",
            "zugang_hinweis",
            "kosten_hinweis",
            "unterlagen",
            "zugaenglichkeit_hinweis",
        ),
        _angebot_in,
    ),
    Textquelle("kampagne", Kampagne, ("anschreiben",), _ueberall),
    Textquelle("sammlung", Sammlung, ("titel", "zweck"), _ueberall),
    Textquelle("besonderheit", Besonderheit, ("titel", "text", "quelle")),
    Textquelle("neuzuschnitt", Neuzuschnitt, ("begruendung",), _ueberall),
    Textquelle("absprache", Absprache, ("themen",)),
    Textquelle(
        "uebergabe", Uebergabe, ("notiz",), lambda raeume: Q(einsatz__sozialraum__in=raeume), dazu=_uebergabepunkte
    ),
    Textquelle("ausnahme", Stellenausnahme, ("begruendung",)),
    Textquelle("steckbrief", Steckbrief, ("vorstellung", "schwerpunkte", "sprechzeiten"), traegerpfad=PERSON),
    Textquelle("befugnis", Entscheidungsbefugnis, ("umfang",), traegerpfad=PERSON),
    Textquelle(
        "einschaetzung", Kompetenzeinschaetzung, ("kommunikation", "arbeitsweise", "konzept"), traegerpfad=PERSON
    ),
    Textquelle("abweichung", Abweichungsbegruendung, ("grund",), _abweichung_in),
)


def zeigt_ganzen_text(bereich: Geltungsbereich, objekt: Model) -> bool:
    """False where only the passages in question are shown: who may blank a case-related text need not read it.

    At most one query.
    """
    if bereich.reichweite(RECHT) is ALLE or not isinstance(objekt, Kontakt):
        return True
    return Kontakt.objects.mit_text_fuer(bereich).filter(pk=objekt.pk).exists()
