"""So many times in so many seconds: counts in the shared cache."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac


def erlaubt(schluessel: str, *, hoechstens: int, sekunden: int) -> bool:
    """Counts this time and tells whether it still is within the limit. The window begins with the first time.

    The cache keeps a keyed checksum of who it was: no address stands in it.
    """
    name = f"drossel:{salted_hmac('konten.drossel', schluessel).hexdigest()}"
    if cache.add(name, 1, sekunden):
        return hoechstens >= 1
    try:
        return cache.incr(name) <= hoechstens
    except ValueError:  # the window ended between the two calls
        return True
