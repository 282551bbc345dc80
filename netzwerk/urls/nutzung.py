"""Address of the measure of effect of offers."""

from django.urls import path

from netzwerk.views import nutzung

urlpatterns = [path("angebote/nutzung/", nutzung.Angebotsnutzungen.as_view(), name="angebotsnutzung")]
