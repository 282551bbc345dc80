"""Fields and widgets of all forms in the markup of KERN.

Plain Python instead of templates: a form of 20 fields would render some hundred small templates, which takes longer
than everything else on its page. Everything goes through `_html` or `_verbunden`, which escape like a template.
"""

import html
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeData, SafeString, mark_safe

LEER = SafeString("")
OPTIONAL = SafeString(' <span class="kern-label__optional">(optional)</span>')
UMBRUCH = SafeString("<br>")
#: widget attributes that are not handed on; placeholders vanish while typing and mostly repeat the label
NICHT_ANGEBEN = {"class", "placeholder"}


def _sicher(wert: Any) -> str:
    text = wert if isinstance(wert, str) else str(wert)
    return text if isinstance(text, SafeData) else html.escape(text)


def _html(muster: str, *werte: Any) -> SafeString:
    """Django's `format_html` without its detour for texts that are translated late: that takes five times as long."""
    return SafeString(muster.format(*map(_sicher, werte)))


def _verbunden(teile: Iterable[Any], trenner: SafeString = LEER) -> SafeString:
    return SafeString(trenner.join(map(_sicher, teile)))


class Kernrenderer(TemplatesSetting):
    """Django's form renderer; what has no entry in `ELEMENTE` still comes from a template."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        element = ELEMENTE.get(template_name)
        return element(context["widget"]) if element else super().render(template_name, context, request)


def feld(
    field: BoundField, label: str = "", zusatz: str = "", *, ohne_optional: bool = False, mit_label: bool | str = True
) -> SafeString:
    """A field with label, help text, widget and errors; `zusatz` is one more class of the box.

    Only False leaves the label out: a template hands over an empty text for a word that it does not know.
    """
    if field.is_hidden:
        return field.as_widget()
    if field.use_fieldset:
        return gruppe(field, label, zusatz, ohne_optional=ohne_optional)
    name = label or field.label
    if getattr(field.field.widget, "input_type", "") == "checkbox":
        beschriftung = _html('<label class="kern-label" for="{}">{}</label>', field.id_for_label, name)
        teile = (field.as_widget(), beschriftung, _hinweis(field), fehler(field))
        return _kasten("kern-form-check", "kern-form-check--error", zusatz, field, teile)
    optional = LEER if field.field.required or ohne_optional or getattr(field.field, "bedingt", False) else OPTIONAL
    beschriftung = LEER
    if mit_label is not False:
        beschriftung = _html('<label class="kern-label" for="{}">{}{}</label>', field.id_for_label, name, optional)
    teile = (beschriftung, _hinweis(field), field.as_widget(), fehler(field))
    return _kasten("kern-form-input", "kern-form-input--error", zusatz, field, teile)


def gruppe(
    field: BoundField, label: str = "", zusatz: str = "", art: str = "", *, ohne_optional: bool = False
) -> SafeString:
    """Radio buttons or ticks under one legend; `data-chips` among the widget's attributes turns them into pills."""
    widget = field.field.widget
    chips = "data-chips" in widget.attrs or art == "chips"
    klassen = "netz-feld netz-wahl" if chips else "netz-feld kern-fieldset"
    klassen += " kern-fieldset--error" if field.errors else ""
    beschrieben = field.aria_describedby
    return _html(
        '<fieldset id="{}" class="{}{}"{}><legend class="kern-label">{}{}</legend>{}{}{}</fieldset>',
        field.auto_id,
        klassen,
        f" {zusatz}" if zusatz else "",
        _html(' aria-describedby="{}"', beschrieben) if beschrieben else LEER,
        label or field.label,
        LEER if field.field.required or ohne_optional else OPTIONAL,
        _hinweis(field),
        _wahl(field, chips, art),
        fehler(field),
    )


def fehler(field: BoundField) -> SafeString:
    """What is wrong with the field; empty when nothing is."""
    if not field.errors:
        return LEER
    return _html(
        '<div class="kern-error" id="{}_error"><span class="kern-icon kern-icon--danger kern-icon--default" '
        'aria-hidden="true"></span><p class="kern-body">{}</p></div>',
        field.auto_id,
        _verbunden(field.errors, UMBRUCH),
    )


def _kasten(klasse: str, fehlerklasse: str, zusatz: str, field: BoundField, teile: Iterable[str]) -> SafeString:
    klassen = " ".join(filter(None, ("netz-feld", klasse, fehlerklasse if field.errors else "", zusatz)))
    return _html('<div class="{}">{}</div>', klassen, _verbunden(teile))


def _hinweis(field: BoundField) -> SafeString:
    if not field.help_text:
        return LEER
    return _html('<div class="kern-hint" id="{}_helptext">{}</div>', field.auto_id, mark_safe(field.help_text))  # noqa: S308


def _wahl(field: BoundField, chips: bool, art: str) -> SafeString:
    if not getattr(field.field.widget, "input_type", ""):
        return _html('<div class="netz-mehrteilig">{}</div>', field.as_widget())
    punkte = [punkt.data for punkt in field.subwidgets]
    if chips:
        return _html('<div class="netz-wahl__liste">{}</div>', _pillen(punkte))
    quer = " kern-fieldset__body--horizontal" if art == "inline" else ""
    haken = _verbunden(_punkt(punkt, bool(field.errors)) for punkt in punkte)
    return _html('<div class="kern-fieldset__body{}">{}</div>', quer, haken)


def _pillen(punkte: Iterable[Mapping[str, Any]]) -> SafeString:
    muster = '<label><input type="{}" name="{}" value="{}"{}><span>{}</span></label>'
    return _verbunden(
        _html(muster, punkt["type"], punkt["name"], punkt["value"], _angaben(punkt), punkt["label"]) for punkt in punkte
    )


def _punkt(punkt: Mapping[str, Any], falsch: bool = False) -> SafeString:
    return _html(
        '<div class="kern-form-check"><input class="kern-form-check__{}{}" type="{}" name="{}" value="{}"{}>'
        '<label class="kern-label" for="{}">{}</label></div>',
        punkt["type"],
        f" kern-form-check__{punkt['type']}--error" if falsch else "",
        punkt["type"],
        punkt["name"],
        punkt["value"],
        _angaben(punkt),
        punkt["attrs"].get("id", ""),
        punkt["label"],
    )


# --- Widgets: the dictionary that Django hands to the widget's template -----------------------------------------------


def _angaben(widget: Mapping[str, Any]) -> SafeString:
    return _verbunden(
        _html(" {}", name) if wert is True else _html(' {}="{}"', name, wert)
        for name, wert in widget["attrs"].items()
        if wert is not False and name not in NICHT_ANGEBEN
    )


def _klassen(widget: Mapping[str, Any], klasse: str) -> str:
    eigene = widget["attrs"].get("class")
    return f"{klasse} {eigene}" if eigene else klasse


def _eingabe(widget: Mapping[str, Any]) -> SafeString:
    art, wert = widget["type"], widget["value"]
    klasse = f"kern-form-check__{art}" if art in {"checkbox", "radio"} else "kern-form-input__input"
    return _html(
        '<input type="{}" name="{}"{}{}{}>',
        art,
        widget["name"],
        LEER if art == "hidden" else _html(' class="{}"', _klassen(widget, klasse)),
        LEER if wert is None else _html(' value="{}"', wert),
        _angaben(widget),
    )


def _textfeld(widget: Mapping[str, Any]) -> SafeString:
    return _html(
        '<textarea name="{}" class="{}"{}>\n{}</textarea>',
        widget["name"],
        _klassen(widget, "kern-form-input__input"),
        _angaben(widget),
        widget["value"] or "",
    )


def _auswahl(widget: Mapping[str, Any]) -> SafeString:
    mehrfach = widget["attrs"].get("multiple")
    klasse = "kern-form-input__input netz-mehrfach" if mehrfach else "kern-form-input__select"
    auswahl = _html(
        '<select name="{}" class="{}"{}>{}</select>',
        widget["name"],
        _klassen(widget, klasse),
        _angaben(widget),
        _verbunden(_optionen(*teil) for teil in widget["optgroups"]),
    )
    return auswahl if mehrfach else _html('<div class="kern-form-input__select-wrapper">{}</div>', auswahl)


def _optionen(gruppe: str | None, punkte: Iterable[Mapping[str, Any]], _: int) -> SafeString:
    muster = '<option value="{}"{}>{}</option>'
    optionen = _verbunden(
        _html(muster, punkt["value"], " selected" if punkt["selected"] else LEER, punkt["label"]) for punkt in punkte
    )
    return _html('<optgroup label="{}">{}</optgroup>', gruppe, optionen) if gruppe else optionen


def _liste(widget: Mapping[str, Any]) -> SafeString:
    kennung = widget["attrs"].get("id")
    return _html(
        '<div{} class="kern-fieldset__body">{}</div>',
        _html(' id="{}"', kennung) if kennung else LEER,
        _verbunden(_punkt(punkt) for _, punkte, _ in widget["optgroups"] for punkt in punkte),
    )


def _mehrteilig(widget: Mapping[str, Any]) -> SafeString:
    return _verbunden(ELEMENTE[teil["template_name"]](teil) for teil in widget["subwidgets"])


_EINZEILIG = (
    "text",
    "number",
    "email",
    "url",
    "color",
    "search",
    "tel",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
)
_VORLAGEN = {
    **dict.fromkeys((*_EINZEILIG, "checkbox", "input", "file"), _eingabe),
    **dict.fromkeys(("radio", "checkbox_select", "multiple_input"), _liste),
    **dict.fromkeys(("multiwidget", "multiple_hidden", "splitdatetime", "select_date"), _mehrteilig),
    "textarea": _textfeld,
    "select": _auswahl,
}
#: name of Django's template -> what is written instead
ELEMENTE: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    f"django/forms/widgets/{name}.html": element for name, element in _VORLAGEN.items()
}
