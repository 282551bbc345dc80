"""Reads of the partner floor."""
