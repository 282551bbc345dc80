"""Addresses of themes."""

from django.urls import path

from netzwerk.views import thema

urlpatterns = [
    path("themen/", thema.ThemaListe.as_view(), name="thema_liste"),
    path("themen/<int:pk>/", thema.ThemaDetail.as_view(), name="thema_detail"),
    path(
        "verwaltung/themen/<int:pk>/zusammenfuehren/",
        thema.ThemaZusammenfuehren.as_view(),
        name="thema_zusammenfuehren",
    ),
]
