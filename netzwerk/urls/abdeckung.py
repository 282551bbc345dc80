"""Address of the coverage matrix."""

from django.urls import path

from netzwerk.views.abdeckung import AbdeckungSeite

urlpatterns = [path("abdeckung/", AbdeckungSeite.as_view(), name="abdeckung")]
