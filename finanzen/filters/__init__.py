"""Filters of the lists of money."""
