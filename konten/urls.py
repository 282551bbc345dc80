"""Addresses of the own account and of the health checks."""

from django.urls import path

from konten.views.betrieb import Bereitschaft, Lebenszeichen
from konten.views.konto import Konto

app_name = "konten"
urlpatterns = [
    path("konto/", Konto.as_view(), name="konto"),
    path("healthz/", Lebenszeichen.as_view(), name="healthz"),
    path("readyz/", Bereitschaft.as_view(), name="readyz"),
]
