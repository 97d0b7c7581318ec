"""The first page."""

from django.urls import path
from django.views.generic import RedirectView

from mangnon.accounts.web.access import public_page
from mangnon.desk.views import desk

urlpatterns = [
    path("", public_page(RedirectView.as_view(pattern_name="desk")), name="home"),
    path("ban-lam-viec/", desk, name="desk"),
]
