"""The first page."""

from django.urls import path

from mangnon.desk.web.views import desk, home

urlpatterns = [
    path("", home, name="home"),
    path("ban-lam-viec/", desk, name="desk"),
]
