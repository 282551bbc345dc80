"""Addresses."""

from django.urls import path
from django.views.generic import TemplateView

platzhalter = TemplateView.as_view(template_name="basis.html")
urlpatterns = [
    path("abdeckung/", platzhalter, name="abdeckung"),
]
