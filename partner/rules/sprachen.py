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

#: each language as its speakers write it
EIGENNAMEN: Mapping[str, str] = {
    "de": "Deutsch",
    "sq": "Shqip",
    "ar": "العربية",
    "bs": "Bosanski",
    "bg": "Български",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "el": "Ελληνικά",
    "it": "Italiano",
    "hr": "Hrvatski",
    "ku": "Kurdî",
    "lb": "Lëtzebuergesch",
    "nl": "Nederlands",
    "fa": "فارسی",
    "pl": "Polski",
    "ps": "پښتو",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sr": "Српски",
    "so": "Soomaali",
    "es": "Español",
    "th": "ไทย",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
}


def sprachwahl() -> list[tuple[str, str]]:
    """Codes and names; a callable, so that one more language needs no migration."""
    return list(SPRACHEN.items())
