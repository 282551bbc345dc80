"""What all guards share."""

import logging

import pytest
from django.template import Template
from django.test.utils import _TestState

from berichte.services import druck
from tests.abzug import stelle_auf
from tests.waechter.objekte import Objekte, baue_welt_mit_objekten


@pytest.fixture(autouse=True)
def _ohne_ballast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of requests: no trace of each refusal in the log, no copy of each template's context for tests that
    look into it (these do not), and no print that waits for an idle machine.
    """
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(druck, "RUHIG", druck.DRINGEND)


@pytest.fixture
def objekte(db: None) -> Objekte:
    """The world of the tests with one record of every kind in Konz and one in Saarburg."""
    return stelle_auf(baue_welt_mit_objekten)
