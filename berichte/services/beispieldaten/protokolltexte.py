"""Words of the example Gremien: tasks, agenda, results, decisions. Nothing in them is about anybody."""

from typing import NamedTuple

from netzwerk.rules.gremium import Ebene


class Vorlage(NamedTuple):
    """A Gremium: where it works, whom it gathers, what it is about."""

    name: str
    ebene: str
    raum: str | None
    kategorien: tuple[str, ...]
    groesse: int
    themen: tuple[str, ...]
    turnus: str
    aufgabe: str


_KREIS = ("jugendamt", "jugendhilfe", "fruehe-hilfen", "sonstige", "familienbildung")
_RAUM = ("kita", "schule", "jugendarbeit", "verein", "jugendhilfe", "familienbildung")


def _konferenz(raum: str, name: str) -> Vorlage:
    return Vorlage(
        f"Sozialraumkonferenz {name}",
        Ebene.HANDLUNG,
        raum,
        _RAUM,
        7,
        ("Freizeit und Begegnung", "Armut und Teilhabe"),
        "vierteljährlich",
        "Die Konferenz bringt die Einrichtungen des Sozialraums zusammen, stimmt Angebote ab und sammelt Bedarfe.",
    )


GREMIEN = (
    Vorlage(
        "Lenkungsgruppe Netzwerkarbeit",
        Ebene.LENKUNG,
        None,
        _KREIS,
        5,
        ("Frühe Hilfen", "Elternbildung"),
        "zweimal im Jahr",
        "Die Lenkungsgruppe setzt die Schwerpunkte der Netzwerkarbeit im Landkreis und bereitet Vorlagen vor.",
    ),
    Vorlage(
        "Arbeitsgemeinschaft nach § 78 SGB VIII",
        Ebene.STRUKTUR,
        None,
        ("jugendhilfe", "jugendamt", "fruehe-hilfen", "sonstige"),
        5,
        ("Frühe Hilfen", "Trennung und Scheidung"),
        "halbjährlich",
        "Öffentliche und freie Träger stimmen ihre Angebote aufeinander ab.",
    ),
    _konferenz("hermeskeil", "Hermeskeil"),
    _konferenz("konz", "Konz"),
    _konferenz("rst", "Ruwer/Schweich/Trier-Land"),
    _konferenz("saarburg", "Saarburg"),
    Vorlage(
        "Arbeitskreis Kita Konz",
        Ebene.HANDLUNG,
        "konz",
        ("kita", "schule"),
        5,
        ("Übergang Kita–Schule", "Sprache"),
        "alle drei Monate",
        "Kitas und Grundschulen bereiten den Wechsel in die Schule gemeinsam vor.",
    ),
    Vorlage(
        "Runder Tisch Übergang Konz",
        Ebene.HANDLUNG,
        "konz",
        ("schule", "kita"),
        4,
        ("Übergang Kita–Schule",),
        "bei Bedarf",
        "Der Runde Tisch sammelt, was beim Wechsel von der Kita in die Grundschule noch fehlt.",
    ),
)
ORTE = ("Rathaus, Sitzungssaal", "Sozialraumzentrum, großer Raum", "Bürgerhaus, Raum 2", "Kreisverwaltung, Raum 114")
PUNKTE = (
    (
        "Elterncafé als gemeinsames Angebot",
        "Das Elterncafé soll im Frühjahr an zwei Standorten beginnen. Räume sind da, Kinderbetreuung wird gesucht.",
    ),
    (
        "Übergang von der Kita in die Grundschule",
        "Die Einrichtungen nennen sich gegenseitig Ansprechpersonen. Ein gemeinsamer Elternabend ist im Mai geplant.",
    ),
    (
        "Rückmeldungen aus den Einrichtungen",
        "Mehrere Einrichtungen berichten, dass Familien Angebote am Nachmittag suchen. Der Bedarf wird gesammelt.",
    ),
    (
        "Ferienangebote abstimmen",
        "Die Träger tragen ihre Wochen in einen gemeinsamen Plan ein. Lücken gibt es nur in der letzten Ferienwoche.",
    ),
    (
        "Sprachförderung im Alltag",
        "Zwei Einrichtungen zeigen, wie sie arbeiten. Wer hospitieren möchte, spricht sie direkt an.",
    ),
    (
        "Öffentlichkeitsarbeit",
        "Ein gemeinsames Faltblatt mit allen Anlaufstellen entsteht bis zum Sommer. Texte kommen von allen.",
    ),
)
BESCHLUESSE = (
    "Gemeinsames Faltblatt mit allen Anlaufstellen entwerfen",
    "Termine der Ferienangebote bis Ende des Monats melden",
    "Elternabend zum Übergang vorbereiten und Raum anfragen",
    "Kinderbetreuung für das Elterncafé klären",
    "Die Sitzungen beginnen künftig eine halbe Stunde später",
    "Bedarfe aus den Einrichtungen zusammenstellen",
)
