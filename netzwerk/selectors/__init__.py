"""Reads of the network work; the scope of an account is built here because Einsätze decide it."""

from netzwerk.selectors.bereich import geltungsbereich

__all__ = ["geltungsbereich"]
