"""With what money: rule, volume, distribution, bookings, projects, applications, closing."""

from finanzen.models.abschluss import Jahresabschluss, Minusbegruendung, Traegerabschluss, Verwendungsnachweis
from finanzen.models.antrag import Ausnahmeantrag
from finanzen.models.ausgabe import Ausgabe, Buchungslauf, Buchungsschluessel
from finanzen.models.projekt import Projekt
from finanzen.models.volumen import Budgetregel, Finanzvolumen, Kostensatz, Mittelverteilung, Volumenkorrektur

__all__ = [
    "Ausgabe",
    "Ausnahmeantrag",
    "Buchungslauf",
    "Buchungsschluessel",
    "Budgetregel",
    "Finanzvolumen",
    "Jahresabschluss",
    "Kostensatz",
    "Minusbegruendung",
    "Mittelverteilung",
    "Projekt",
    "Traegerabschluss",
    "Verwendungsnachweis",
    "Volumenkorrektur",
]
