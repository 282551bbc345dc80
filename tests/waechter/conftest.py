"""What all guards share."""

import logging

import pytest
from django.template import Template
from django.test.utils import _TestState

from berichte.services import druck


@pytest.fixture(autouse=True)
def _ohne_ballast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of requests: no trace of each refusal in the log, no copy of each template's context for tests that
    look into it (these do not), and no print that waits for an idle machine.
    """
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(druck, "RUHIG", druck.DRINGEND)
