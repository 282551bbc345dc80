"""Addresses of the own account and of the health checks."""

app_name = "konten"
urlpatterns = []
