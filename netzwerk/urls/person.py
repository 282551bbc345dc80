"""Addresses of the contacts of one person."""

from django.urls import path

from netzwerk.views import person

urlpatterns = [
    path("personen/<uuid:uuid>/kontakte/", person.PersonKontakte.as_view(), name="person_kontakte"),
]
