"""Yardsticks: a bare view behind the middleware of the application, and an empty signed-in page of its frame."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as anwendung


def blank(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware; asks who is signed in, as every page does."""
    return HttpResponse(f"<!doctype html><title>leer</title>{request.user.username}")


def leere_seite(request: HttpRequest) -> HttpResponse:
    """The frame of the application without content."""
    return render(request, "basis.html")


urlpatterns = [path("bench/blank/", blank), path("bench/leer/", leere_seite), *anwendung]
