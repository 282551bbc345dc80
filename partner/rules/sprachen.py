"""Languages that an offer is made in: codes of ISO 639-1, names in German."""

from collections.abc import Mapping

SPRACHEN: Mapping[str, str] = {
    "de": "Deutsch",
    "sq": "Albanisch",
    "ar": "Arabisch",
    "bs": "Bosnisch",
    "bg": "Bulgarisch",
    "zh": "Chinesisch",
    "en": "Englisch",
    "fr": "Französisch",
    "el": "Griechisch",
    "it": "Italienisch",
    "hr": "Kroatisch",
    "ku": "Kurdisch",
    "lb": "Luxemburgisch",
    "nl": "Niederländisch",
    "fa": "Persisch (Farsi, Dari)",
    "pl": "Polnisch",
    "ps": "Paschtu",
    "pt": "Portugiesisch",
    "ro": "Rumänisch",
    "ru": "Russisch",
    "sr": "Serbisch",
    "so": "Somali",
    "es": "Spanisch",
    "th": "Thailändisch",
    "ti": "Tigrinya",
    "tr": "Türkisch",
    "uk": "Ukrainisch",
    "ur": "Urdu",
    "vi": "Vietnamesisch",
}


def sprachwahl() -> list[tuple[str, str]]:
    """Codes and names; a callable, so that one more language needs no migration."""
    return list(SPRACHEN.items())
