"""Columns and sheets of the exports, by topic."""
