"""Addresses of money, projects and applications."""

app_name = "finanzen"
urlpatterns = []
