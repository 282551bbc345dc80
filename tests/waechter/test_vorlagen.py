"""Templates: none unused, nothing inline, nothing from elsewhere, nothing unescaped."""

import re
from functools import cache

import allauth
import django
from django.urls import get_resolver

from berichte.rules import HILFE
from tests.waechter.adressen import alle_adressen
from tests.waechter.quelltext import WURZEL, appmodule, module, vorlagen, zeichenketten

#: folders that a package looks into by itself: crispy's template pack, Django's form widgets, allauth's pages
VON_PAKETEN_GERUFEN = {
    "kern/": None,
    "django/forms/": [f"{django.__path__[0]}/forms/templates"],
    "account/": [f"{allauth.__path__[0]}/templates"],
}
FEHLERSEITEN = {"400.html", "403.html", "404.html", "500.html"}
DJANGO_ENDUNGEN = ("_list", "_detail", "_form", "_confirm_delete", "_filter")
#: template -> why `|safe` may stand there
SICHERE_VORLAGEN: dict[str, str] = {}
#: (file, text) -> why this text may be taken as safe HTML
SICHERER_TEXT = {
    ("netzwerk/views/verzeichnis.py", "mark_safe(text)"): "JSON in which every <, > and & is escaped",
    ("konten/templatetags/netz.py", 'SafeString("")'): "an empty text",
    ("konten/templatetags/netz.py", "SafeString(conditional_escape(worte)"): "escaped in the same expression",
    ("konten/widgets.py", 'SafeString("")'): "an empty text",
    ("konten/widgets.py", 'SafeString("<br>")'): "a fixed text",
    ("konten/widgets.py", 'SafeString(\' <span class="kern-label__optional">(optional)'): "a fixed text",
    ("konten/widgets.py", "SafeString(muster.format(*map(_sicher, werte)"): "escaped in the same expression",
    ("konten/widgets.py", "SafeString(trenner.join(map(_sicher, teile)"): "escaped in the same expression",
    (
        "netzwerk/selectors/landkartenzeichen.py",
        "SafeString(muster.format(*map(_sicher, werte)",
    ): "escaped in the same expression",
    (
        "netzwerk/selectors/landkartenzeichen.py",
        'SafeString("".join(map(_sicher, teile)',
    ): "escaped in the same expression",
    ("konten/widgets.py", "mark_safe(field.help_text)"): "written by the developers (Django's own forms do the same)",
}


def ohne_kommentare(text: str) -> str:
    text = re.sub(r"{%\s*comment.*?{%\s*endcomment\s*%}", "", text, flags=re.DOTALL)
    return re.sub(r"{#.*?#}", "", text)


@cache
def genannte() -> set[str]:
    """Template names that code, another template or Django's own naming leads to."""
    texte = {text for modul in [*appmodule().values(), *module("config").values()] for text, _ in zeichenketten(modul)}
    for name, quelle in vorlagen().items():
        texte |= set(re.findall(r"[\"']([\w./-]+\.(?:html|txt|svg))[\"']", ohne_kommentare(quelle))) - {name}
    texte |= {f"hilfe/{seite}.html" for seite in HILFE}
    for adresse in alle_adressen().values():
        texte.add(adresse.angaben.get("template_name"))
        for modell in (adresse.angaben.get("model"), getattr(adresse.klasse, "model", None), adresse.modell):
            if hasattr(modell, "_meta"):
                name = f"{modell._meta.app_label}/{modell._meta.model_name}"
                texte |= {f"{name}{endung}.html" for endung in DJANGO_ENDUNGEN}
    return texte | FEHLERSEITEN


def ruft_ein_paket(name: str) -> bool:
    for anfang, ordner in VON_PAKETEN_GERUFEN.items():
        if name.startswith(anfang):
            return ordner is None or any((WURZEL / pfad / name).is_file() for pfad in ordner)
    return False


def test_keine_vorlage_ist_ungenutzt():
    assert [name for name in vorlagen() if name not in genannte() and not ruft_ein_paket(name)] == []


def test_jede_genannte_vorlage_gibt_es():
    ordner = "_teile|berichte|finanzen|hilfe|konten|kern|netzwerk|oeffentlich|partner|sozialraum|verwaltung"
    eigene = re.compile(rf"^({ordner})/[\w./-]+\.html$")
    genannt = {text for modul in appmodule().values() for text, _ in zeichenketten(modul) if eigene.match(text)}
    for quelle in vorlagen().values():
        genannt |= set(re.findall(r"{%\s*(?:include|extends)\s+[\"']([\w./-]+)[\"']", ohne_kommentare(quelle)))
    assert sorted(genannt - set(vorlagen())) == []


def test_jede_hilfeseite_der_ansichten_ist_geschrieben():
    verweise = {getattr(adresse.klasse, "hilfe", None) for adresse in alle_adressen().values()} - {None, "/hilfe/"}
    falsch = [v for v in sorted(verweise) if f"hilfe/{v.removeprefix('/hilfe/').strip('/')}.html" not in vorlagen()]
    assert falsch == []


# --- Content-Security-Policy ----------------------------------------------------------------------------------------

INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE),
    "style": re.compile(r"<style\b", re.IGNORECASE),
    "style=": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "on…=": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript:": re.compile(r"javascript:", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "hx-vals js": re.compile(r"hx-(vals|headers)\s*=\s*[\"']js:", re.IGNORECASE),
    "trigger filter": re.compile(r"hx-trigger\s*=\s*\"[^\"]*\[", re.IGNORECASE),
}


#: mails are no pages: no policy reaches them, and a mail program has nothing but the style in their head
MAILS, NUR_IN_MAILS = "mail/", {"style"}


def test_nichts_steht_im_text_der_seite_was_die_richtlinie_verbietet():
    funde = [
        f"{name}: {was}"
        for name, text in vorlagen().items()
        for was, muster in INLINE.items()
        if muster.search(ohne_kommentare(text)) and not (name.startswith(MAILS) and was in NUR_IN_MAILS)
    ]
    assert funde == []


def test_skripte_rufen_nichts_auf_was_die_richtlinie_verbietet():
    muster = re.compile(r"\beval\(|new Function\(|\.innerHTML\s*=|document\.write\(|setAttribute\(\"(style|on)")
    funde = [p.name for p in WURZEL.glob("static/js/*.js") if muster.search(p.read_text(encoding="utf-8"))]
    assert funde == []


# --- Nothing from elsewhere -----------------------------------------------------------------------------------------

#: a name, not an address that is loaded
NAMENSRAEUME = ("http://www.w3.org/",)
FREMD = re.compile(r"(?:https?:)?//[\w-]+\.[\w.-]+[^\s\"')<>]*")
LADEND = re.compile(
    r"(?:\b(?:src|srcset|action|data|poster|formaction)\s*=\s*[\"']?|<link[^>]*href=[\"']?"
    r"|url\(\s*[\"']?|@import\s+[\"']?|fetch\(\s*[\"']?)\s*((?:https?:)?//[^\s\"')>]+)",
    re.IGNORECASE,
)


def test_vorlagen_nennen_keinen_fremden_rechner():
    funde = [
        (name, fund)
        for name, text in vorlagen().items()
        for fund in FREMD.findall(ohne_kommentare(text))
        if not fund.startswith(NAMENSRAEUME) and "{{" not in fund
    ]
    assert funde == []


def test_eigene_stile_und_skripte_nennen_keinen_fremden_rechner():
    eigene = [*WURZEL.glob("static/css/*.css"), *WURZEL.glob("static/js/*.js"), *WURZEL.glob("static/**/*.svg")]
    funde = [
        (pfad.name, fund)
        for pfad in eigene
        for fund in FREMD.findall(pfad.read_text(encoding="utf-8"))
        if not fund.startswith(NAMENSRAEUME) and "vendor" not in pfad.parts
    ]
    assert funde == []


def test_mitgelieferte_dateien_laden_nichts_nach():
    funde = [
        (str(pfad.relative_to(WURZEL)), fund)
        for endung in ("css", "js", "svg")
        for pfad in WURZEL.glob(f"static/vendor/**/*.{endung}")
        for fund in LADEND.findall(pfad.read_text(encoding="utf-8", errors="replace"))
        if not fund.startswith(NAMENSRAEUME)
    ]
    assert funde == []


# --- Nothing unescaped ----------------------------------------------------------------------------------------------


def test_text_wird_nirgends_ungeprueft_als_html_genommen():
    muster = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")
    # Mails are plain text: there is nothing to escape.
    html = {name: text for name, text in vorlagen().items() if name.endswith(".html")}
    assert {name for name, text in html.items() if muster.search(ohne_kommentare(text))} == set(SICHERE_VORLAGEN)


def test_code_erklaert_text_nur_mit_grund_zu_html():
    muster = re.compile(r"\bmark_safe\([^)]*\)|\bSafeString\([^)]*\)|\bSafeText\([^)]*\)|allow_tags")
    funde = {
        (modul.ort, fund)
        for modul in appmodule().values()
        for fund in muster.findall(modul.pfad.read_text(encoding="utf-8"))
    }
    assert sorted(funde - set(SICHERER_TEXT)) == []
    assert set(SICHERER_TEXT) <= funde, "An exception that nobody needs any more"


def test_jedes_formular_das_schreibt_traegt_das_sicherheitszeichen():
    formular = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.DOTALL | re.IGNORECASE)
    ohne = [
        name
        for name, text in vorlagen().items()
        if any("csrf_token" not in fund for fund in formular.findall(ohne_kommentare(text)))
    ]
    assert ohne == []


def test_der_resolver_kennt_keine_verwaltung_von_django():
    assert "admin" not in (get_resolver().app_dict or {})
