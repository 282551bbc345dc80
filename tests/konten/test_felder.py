"""Fields of forms: markup of KERN, tied together for screen readers, and everything typed is escaped."""

import pytest
from django import forms
from django.template import Context, Template

BOESE = "\"><script>alert(1)</script>&'"
ENTSCHAERFT = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#x27;"
WAHL = [("", "– bitte wählen –"), ("Kreis <1>", [("a", "A & B"), ("b", BOESE)])]


class Probe(forms.Form):
    name = forms.CharField(label="Name", help_text='Siehe <a href="/hilfe/">Hilfe</a>.', widget=forms.TextInput)
    notiz = forms.CharField(label=f"Notiz {BOESE}", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    wahl = forms.ChoiceField(label="Wahl", choices=WAHL, widget=forms.Select(attrs={"class": "breit", "data-x": BOESE}))
    chips = forms.ChoiceField(
        label="Art", choices=[("x", "X"), ("y", BOESE)], widget=forms.RadioSelect(attrs={"data-chips": ""})
    )
    liste = forms.MultipleChoiceField(
        label="Liste", required=False, choices=[("1", "Eins"), ("2", "Zwei")], widget=forms.CheckboxSelectMultiple
    )
    haken = forms.BooleanField(label="Haken", required=False)
    still = forms.CharField(required=False, widget=forms.HiddenInput)


def zeige(name: str, daten: dict | None = None, **worte: object) -> str:
    form = Probe(daten)
    return Template('{% include "kern/field.html" %}').render(Context({"field": form[name], **worte})).strip()


def test_textfeld_mit_hinweis_und_fehler():
    assert zeige("name", {"name": ""}) == (
        '<div class="netz-feld kern-form-input kern-form-input--error"><label class="kern-label" for="id_name">Name'
        '</label><div class="kern-hint" id="id_name_helptext">Siehe <a href="/hilfe/">Hilfe</a>.</div>'
        '<input type="text" name="name" class="kern-form-input__input" required aria-invalid="true" '
        'aria-describedby="id_name_helptext id_name_error" id="id_name">'
        '<div class="kern-error" id="id_name_error"><span class="kern-icon kern-icon--danger kern-icon--default" '
        'aria-hidden="true"></span><p class="kern-body">Dieses Feld ist zwingend erforderlich.</p></div></div>'
    )


def test_freiwilliges_sagt_es_und_getipptes_bleibt_text():
    html = zeige("notiz", {"notiz": BOESE})
    assert f"Notiz {ENTSCHAERFT} <span" in html
    assert '<span class="kern-label__optional">(optional)</span></label>' in html
    assert f'rows="3" id="id_notiz">\n{ENTSCHAERFT}</textarea>' in html
    assert "(optional)" not in zeige("notiz", ohne_optional=True)


@pytest.mark.parametrize("name", ["name", "notiz", "wahl", "haken"])
def test_label_gehoert_zum_feld(name: str):
    html = zeige(name)
    assert f'for="id_{name}"' in html
    assert f'id="id_{name}"' in html
    assert "Anderes Wort</label>" in zeige(name, label="Anderes Wort", ohne_optional=True)


def test_auswahl_mit_gruppe():
    html = zeige("wahl", {"wahl": "b"})
    assert '<select name="wahl" class="kern-form-input__select breit"' in html
    assert f'data-x="{ENTSCHAERFT}"' in html
    assert '<option value="">– bitte wählen –</option><optgroup label="Kreis &lt;1&gt;">' in html
    assert f'<option value="a">A &amp; B</option><option value="b" selected>{ENTSCHAERFT}</option></optgroup>' in html


def test_pillen_sind_eine_gruppe_mit_legende():
    html = zeige("chips", {"chips": "y"})
    assert html.startswith(
        '<fieldset id="id_chips" class="netz-feld netz-wahl"><legend class="kern-label">Art</legend>'
    )
    assert '<label><input type="radio" name="chips" value="x"' in html
    assert f" checked><span>{ENTSCHAERFT}</span></label>" in html
    falsch = zeige("chips", {})
    assert 'class="netz-feld netz-wahl kern-fieldset--error" aria-describedby="id_chips_error"' in falsch
    assert falsch.count('aria-invalid="true"') == 2


def test_haken_und_liste():
    html = zeige("liste", {"liste": ["2"]})
    assert '<input class="kern-form-check__checkbox" type="checkbox" name="liste" value="1" id="id_liste_0">' in html
    assert 'value="2" id="id_liste_1" checked><label class="kern-label" for="id_liste_1">Zwei</label>' in html
    assert '<legend class="kern-label">Liste <span class="kern-label__optional">(optional)</span></legend>' in html
    assert zeige("haken", {"haken": "on"}) == (
        '<div class="netz-feld kern-form-check"><input type="checkbox" name="haken" class="kern-form-check__checkbox" '
        'id="id_haken" checked><label class="kern-label" for="id_haken">Haken</label></div>'
    )


def test_verborgenes_hat_weder_kasten_noch_klasse():
    assert zeige("still", {"still": BOESE}) == f'<input type="hidden" name="still" value="{ENTSCHAERFT}" id="id_still">'
