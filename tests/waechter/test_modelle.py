"""Nothing changes unseen, nothing personal is logged, every model answers the questions of scope."""

from io import StringIO

import pytest
from auditlog.registry import auditlog
from django.apps import apps
from django.core.management import call_command
from django.db import models

from tests.waechter.quelltext import APPS

#: model -> why its changes are not audited
NICHT_PROTOKOLLIERT = {
    "konten.Protokolleintrag": "is the audit itself",
    "netzwerk.Mitteilungsempfaenger": "is the log of who was told what, written once by confirming the preview",
    "partner.Angebotsnutzung": "counts without names; the audit would say who used what and when",
    "partner.Importzeile": "staging of one upload; what becomes of it is audited at the partner",
    "sozialraum.Verbandsgemeinde": "official names that only `grunddaten` writes",
}
#: model -> why it has no scope of its own
OHNE_BEREICH = {
    "konten.Protokolleintrag": "no page shows it yet",
    "partner.Importzeile": "reached only through its Importlauf",
}
#: names of fields that tell something about a person
PERSOENLICH = {"vorname", "nachname", "titel", "email", "telefon", "username", "notiz"}
#: a line of this length takes a whole sentence, and so anything
LANGER_TEXT = 200
#: free text that may stand in the audit, because it is published base data or about an institution
OFFENER_TEXT = {
    "sozialraum.Sozialraum.beschreibung": "portrait of a Sozialraum, published",
    "sozialraum.Sozialraumzentrum.oeffnungszeiten": "opening hours, published",
    "partner.Intervall.begruendung": "stands beside the interval, about an institution",
    "konten.Versandauftrag.anlass": "kind of mail and keys, no words",
    "konten.Entwurf.formular": "name of the form",
    "konten.Textbestaetigung.muster": "kinds of passage, never their words",
    "partner.Kategorieausnahme.begruendung": "stands in coverage and report",
    "konten.Parameter.wert": "a figure of the rules",
    "konten.Parameter.quelle": "where a published figure comes from",
    "sozialraum.Gebietszuordnung.quelle": "where a published fact comes from",
    "partner.Schliesszeit.quelle": "where a published fact comes from",
    "partner.Herkunft.quelle": "name of the list, not its content",
    "partner.Importlauf.dateiname": "name of the file, not its content",
    "partner.Partnerkategorie.arten": "words of base data",
    "partner.Netzwerkpartner.traeger_name": "name of an organisation",
}
MODELLE = [modell for modell in apps.get_models() if modell._meta.app_label in APPS]
PROTOKOLLIERT = [modell for modell in MODELLE if auditlog.contains(modell)]


def name(modell: type[models.Model]) -> str:
    return f"{modell._meta.app_label}.{modell.__name__}"


def test_jede_aenderung_wird_protokolliert():
    assert {name(m) for m in MODELLE if not auditlog.contains(m)} == set(NICHT_PROTOKOLLIERT)


def test_freitext_und_namen_stehen_nicht_im_protokoll():
    offen = set()
    for modell in PROTOKOLLIERT:
        angaben = auditlog.get_model_fields(modell)
        bedeckt = {*angaben["mask_fields"], *angaben["exclude_fields"]}
        for feld in modell._meta.concrete_fields:
            text = isinstance(feld, models.CharField) and not feld.choices and (feld.max_length or 0) >= LANGER_TEXT
            heikel = text or isinstance(feld, models.TextField | models.EmailField) or feld.name in PERSOENLICH
            if heikel and feld.name not in bedeckt:
                offen.add(f"{name(modell)}.{feld.name}")
    assert sorted(offen ^ set(OFFENER_TEXT)) == []


def test_verdeckte_felder_gibt_es():
    # A misspelt name would mask nothing and nobody would notice.
    falsch = []
    for modell in PROTOKOLLIERT:
        felder = {feld.name for feld in modell._meta.get_fields()}
        angaben = auditlog.get_model_fields(modell)
        eigene = set(angaben["exclude_fields"]) - {"erstellt_am", "geaendert_am", "version"}
        falsch += [f"{name(modell)}.{feld}" for feld in (set(angaben["mask_fields"]) | eigene) - felder]
    assert falsch == []


def test_verknuepfungen_werden_protokolliert():
    ohne = []
    for modell in PROTOKOLLIERT:
        verfolgt = auditlog._registry[modell]["m2m_fields"]
        ohne += [f"{name(modell)}.{f.name}" for f in modell._meta.many_to_many if f.name not in verfolgt]
    assert ohne == []


def test_suchspalten_stehen_nicht_im_protokoll():
    offen = [
        f"{name(modell)}.{feld.name}"
        for modell in PROTOKOLLIERT
        for feld in modell._meta.concrete_fields
        if feld.name.endswith("_norm") and {"vorname", "notiz"} & {f.name for f in modell._meta.concrete_fields}
        if feld.name not in auditlog.get_model_fields(modell)["exclude_fields"]
    ]
    assert offen == []


def test_jedes_modell_kennt_die_drei_worte_des_bereichs():
    worte = ("sichtbar_fuer", "bearbeitbar_fuer", "waehlbar_fuer")
    ohne = {name(m) for m in MODELLE if not all(hasattr(m._default_manager.get_queryset(), wort) for wort in worte)}
    assert ohne == set(OHNE_BEREICH)


def test_jedes_modell_nennt_sich_auf_deutsch_und_hat_eine_ordnung():
    ohne = [name(m) for m in MODELLE if m._meta.verbose_name == m.__name__.lower() or not m._meta.ordering]
    assert ohne == []


def test_rueckbezuege_haben_einen_namen():
    ohne = [
        f"{name(modell)}.{feld.name}"
        for modell in MODELLE
        for feld in modell._meta.local_fields + modell._meta.local_many_to_many
        if feld.is_relation and feld.model is modell and not feld.remote_field.related_name
        if name(modell) != "konten.Protokolleintrag"
    ]
    assert ohne == []


@pytest.mark.django_db
def test_migrationen_sind_vollstaendig():
    ausgabe = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=ausgabe, stderr=ausgabe)
    except SystemExit:
        pytest.fail(ausgabe.getvalue())
