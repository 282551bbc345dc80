"""Figures about money as dataclasses that page, file and PDF render alike."""
