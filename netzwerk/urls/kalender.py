"""Address of the personal calendar."""

from django.urls import path

from netzwerk.feeds import Kalender

urlpatterns = [path("kalender/<str:token>.ics", Kalender.as_view(), name="kalender")]
