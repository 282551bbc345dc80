"""Reads around a meeting: who may come and came, whom to invite, the minutes, for whom it is a contact."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from konten.models import Benutzer
from konten.models.basis import zeitraum_gilt
from konten.rules import Rolle
from netzwerk.models import Beschluss, Einsatz, Gremienmitglied, Gremium, Sitzung, Tagesordnungspunkt, Teilnahme
from netzwerk.rules.gremium import Anwesenheit, kontaktpaare
from partner.models import Netzwerkpartner, Wirkungsbereich
from sozialraum.models import Traegerschaft, Zustaendigkeit

#: what a seat needs to be named and written to
SITZ = ("partner", "funktion__person", "fachkraft__benutzer")


@dataclass(frozen=True, slots=True)
class Anwesenheitszeile:
    """A seat or a guest and whether somebody came; empty when nobody has said yet."""

    teilnahme_von: Gremienmitglied | Netzwerkpartner
    anwesenheit: str = ""

    @property
    def ist_gast(self) -> bool:
        return isinstance(self.teilnahme_von, Netzwerkpartner)

    @property
    def schluessel(self) -> str:
        return str(self.teilnahme_von.uuid)

    @property
    def partner(self) -> Netzwerkpartner | None:
        return self.teilnahme_von if self.ist_gast else self.teilnahme_von.partner

    @property
    def name(self) -> str:
        """Partner or Netzwerkfachkraft."""
        return str(self.teilnahme_von)

    @property
    def zusatz(self) -> str:
        """The person who usually comes, or what the seat is."""
        if self.ist_gast:
            return "Gast"
        if self.teilnahme_von.fachkraft_id:
            return "Netzwerkfachkraft"
        return str(self.teilnahme_von.funktion.person) if self.teilnahme_von.funktion_id else ""

    @property
    def hat_vorsitz(self) -> bool:
        return not self.ist_gast and self.teilnahme_von.hat_vorsitz


def mitglieder_am(gremium_id: int, tag: date) -> QuerySet[Gremienmitglied]:
    """Seats valid that day with who holds them. One query."""
    sitze = Gremienmitglied.objects.filter(gremium=gremium_id).aktiv(tag)
    return sitze.select_related(*SITZ)


def anwesenheitszeilen(sitzung: Sitzung) -> list[Anwesenheitszeile]:
    """Members valid that day, members with an entry although they are not, then guests. Two queries."""
    teilnahmen = list(
        Teilnahme.objects.filter(sitzung=sitzung).select_related(
            "mitglied__partner", "mitglied__funktion__person", "mitglied__fachkraft", "gast"
        )
    )
    stand = {zeile.mitglied_id: zeile.anwesenheit for zeile in teilnahmen if zeile.mitglied_id}
    sitze = {sitz.pk: sitz for sitz in mitglieder_am(sitzung.gremium_id, sitzung.am)}
    sitze |= {
        zeile.mitglied_id: zeile.mitglied
        for zeile in teilnahmen
        if zeile.mitglied_id and zeile.mitglied_id not in sitze
    }
    gaeste = sorted((zeile.gast for zeile in teilnahmen if zeile.gast_id), key=lambda partner: partner.name_norm)
    return [
        *(Anwesenheitszeile(sitz, stand.get(pk, "")) for pk, sitz in sitze.items()),
        *(Anwesenheitszeile(gast, Anwesenheit.ANWESEND) for gast in gaeste),
    ]


@dataclass(frozen=True, slots=True)
class Protokoll:
    """The minutes as page, PDF and stored version show them."""

    sitzung: Sitzung
    punkte: tuple[Tagesordnungspunkt, ...]
    zeilen: tuple[Anwesenheitszeile, ...]
    beschluesse: tuple[Beschluss, ...]

    @property
    def gruppen(self) -> list[tuple[str, str, list[Anwesenheitszeile]]]:
        """(word, class of the state, rows) for everything that somebody has noted."""
        worte = (
            (Anwesenheit.ANWESEND, "Anwesend", "aktuell"),
            (Anwesenheit.ENTSCHULDIGT, "Entschuldigt", "neutral"),
            (Anwesenheit.ABWESEND, "Nicht anwesend", "neutral"),
        )
        gruppen = [(wort, klasse, [z for z in self.zeilen if z.anwesenheit == wert]) for wert, wort, klasse in worte]
        return [gruppe for gruppe in gruppen if gruppe[2]]

    @property
    def ohne_angabe(self) -> list[Anwesenheitszeile]:
        return [zeile for zeile in self.zeilen if not zeile.anwesenheit]

    @property
    def ist_geschrieben(self) -> bool:
        """Whether there is anything to read beyond agenda and names."""
        return bool(self.sitzung.protokoll or self.beschluesse or any(punkt.text for punkt in self.punkte))


def protokoll(sitzung: Sitzung) -> Protokoll:
    """Minutes of the meeting. Four queries."""
    beschluesse = Beschluss.objects.filter(sitzung=sitzung).select_related("wiedervorlage__benutzer").order_by("id")
    return Protokoll(
        sitzung,
        tuple(Tagesordnungspunkt.objects.filter(sitzung=sitzung).order_by("reihenfolge", "id")),
        tuple(anwesenheitszeilen(sitzung)),
        tuple(beschluesse),
    )


# --- Invitation -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Empfaenger:
    """A member of the day and the address for the invitation; empty when nobody has entered one."""

    mitglied: Gremienmitglied
    adresse: str

    @property
    def name(self) -> str:
        """The person where she is known, otherwise the partner."""
        if self.mitglied.funktion_id:
            return str(self.mitglied.funktion.person)
        return str(self.mitglied)

    @property
    def schluessel(self) -> str:
        return str(self.mitglied.uuid)


def empfaenger(sitzung: Sitzung) -> list[Empfaenger]:
    """Members valid on the day of the meeting with their addresses. One query."""
    return [Empfaenger(sitz, _adresse(sitz)) for sitz in mitglieder_am(sitzung.gremium_id, sitzung.am)]


def empfaenger_nach_sitz(schluessel: Collection[str]) -> list[Empfaenger]:
    """The same for seats by their keys, also for those that ended. One query."""
    sitze = Gremienmitglied.objects.filter(uuid__in=schluessel)
    return [Empfaenger(sitz, _adresse(sitz)) for sitz in sitze.select_related(*SITZ)]


def je_adresse_einmal(liste: Iterable[Empfaenger]) -> list[Empfaenger]:
    """Those with an address; whoever sits there twice gets one mail."""
    erste: dict[str, Empfaenger] = {}
    for eintrag in liste:
        if eintrag.adresse:
            erste.setdefault(eintrag.adresse.casefold(), eintrag)
    return list(erste.values())


def _adresse(sitz: Gremienmitglied) -> str:
    if sitz.fachkraft_id:
        konto = sitz.fachkraft.benutzer
        return sitz.fachkraft.email or (konto.email if konto else "")
    return (sitz.funktion.email if sitz.funktion_id else "") or sitz.partner.email


def zustaendige_konten(gremium: Gremium, stichtag: date) -> QuerySet[Benutzer]:
    """Accounts that a decision may be handed to: who works with this Gremium's Sozialraum, or in the Landkreis.

    Only roles that see next steps. One query.
    """
    raum = gremium.sozialraum_id
    einsaetze = Einsatz.objects.bestaetigt().aktiv(stichtag)
    zustaendig = Zustaendigkeit.objects.aktiv(stichtag)
    traeger = Traegerschaft.objects.aktiv(stichtag)
    if raum is not None:
        einsaetze, traeger = einsaetze.filter(sozialraum=raum), traeger.filter(sozialraum=raum)
        team = zustaendig.filter(rolle=Rolle.TEAM, sozialraum=raum)
    else:
        team = zustaendig.filter(rolle=Rolle.TEAM)
    leitung = zustaendig.filter(rolle=Rolle.LEITUNG, traeger__in=traeger.values("traeger"))
    return Benutzer.objects.filter(
        Q(pk__in=einsaetze.values("fachkraft__benutzer"))
        | Q(pk__in=team.values("benutzer"))
        | Q(pk__in=leitung.values("benutzer"))
        | Q(pk__in=zustaendig.filter(rolle=Rolle.LEITSTELLE).values("benutzer")),
        is_active=True,
    ).order_by("nachname", "vorname", "username")


# --- For whom it is a contact ---------------------------------------------------------------------------------------


def paare_der_sitzung(sitzung: Sitzung, autor_id: int | None) -> frozenset[tuple[int, int]]:
    """(partner, Sozialraum) for which the meeting is a contact, see `netzwerk.rules.gremium.kontaktpaare`.

    Up to five queries.
    """
    anwesend = Teilnahme.objects.filter(sitzung=sitzung, anwesenheit=Anwesenheit.ANWESEND)
    spalten = ("mitglied__partner", "gast", "mitglied__fachkraft", "mitglied__fachkraft__benutzer")
    zeilen = list(anwesend.values_list(*spalten))
    partner = {mitglied or gast for mitglied, gast, *_ in zeilen if mitglied or gast}
    wirkt_in: dict[int, set[int]] = {pk: set() for pk in partner}
    raum = sitzung.gremium.sozialraum_id
    if raum is not None:
        return kontaktpaare(raum, wirkt_in, ())
    wirkung = Wirkungsbereich.objects.aktiv(sitzung.am).filter(partner__in=partner)
    for pk, raum_id in wirkung.values_list("partner_id", "sozialraum_id"):
        wirkt_in[pk].add(raum_id)
    fachkraefte = {fachkraft for *_, fachkraft, _ in zeilen if fachkraft}
    konten = {konto for *_, konto in zeilen if konto} | ({autor_id} if autor_id else set())
    return kontaktpaare(None, wirkt_in, _raeume_der_fachkraefte(sitzung.am, fachkraefte, konten))


def _raeume_der_fachkraefte(tag: date, fachkraefte: Collection[int], konten: Collection[int]) -> set[int]:
    """Sozialräume in which one of them worked that day, by her own Einsatz or as a deputy."""
    vertretene = Zustaendigkeit.objects.filter(zeitraum_gilt(tag), rolle=Rolle.NETZWERK, benutzer__in=konten)
    einsaetze = Einsatz.objects.bestaetigt().aktiv(tag)
    eigene = Q(fachkraft__in=fachkraefte) | Q(fachkraft__benutzer__in=konten)
    vertretung = Q(fachkraft__benutzer__in=vertretene.filter(vertritt__isnull=False).values("vertritt"))
    return set(einsaetze.filter(eigene | vertretung).values_list("sozialraum_id", flat=True))


def beschluesse_nach_stand(beschluesse: Iterable[Beschluss]) -> dict[str, list[Beschluss]]:
    """Decisions of a Gremium, open (somebody still has to do something), done, and merely noted.

    No query when their next steps are loaded.
    """
    gruppen: dict[str, list[Beschluss]] = defaultdict(list)
    for beschluss in beschluesse:
        gruppen[stand_des_beschlusses(beschluss)].append(beschluss)
    return gruppen


def stand_des_beschlusses(beschluss: Beschluss) -> str:
    """offen, erledigt or vermerkt. No query when the Wiedervorlage is loaded."""
    schritt = getattr(beschluss, "wiedervorlage", None)
    if schritt is None:
        return "vermerkt"
    return "erledigt" if schritt.erledigt_am else "offen"
