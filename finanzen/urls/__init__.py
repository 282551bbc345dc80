"""Addresses of money, projects and applications."""

from django.urls import include, path

app_name = "finanzen"
urlpatterns = [
    path("", include("finanzen.urls.abschluss")),
    path("", include("finanzen.urls.ausgabe")),
    path("", include("finanzen.urls.antrag")),
    path("", include("finanzen.urls.mittel")),
    path("", include("finanzen.urls.projekt")),
]
