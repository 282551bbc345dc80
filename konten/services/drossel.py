"""So many times in so many seconds: counts in the shared cache."""

from django.core.cache import cache


def erlaubt(schluessel: str, *, hoechstens: int, sekunden: int) -> bool:
    """Counts this time and tells whether it still is within the limit. The window begins with the first time."""
    name = f"drossel:{schluessel}"
    if cache.add(name, 1, sekunden):
        return hoechstens >= 1
    try:
        return cache.incr(name) <= hoechstens
    except ValueError:  # the window ended between the two calls
        return True
