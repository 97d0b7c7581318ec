"""Addresses of territory, below /dia-ban/."""

from __future__ import annotations

from django.urls import path

from mangnon.territory.web import shares, views

urlpatterns = [
    path("", views.territory, name="territory"),
    path("<slug:level>/<slug:code>/", views.territory_unit, name="territory_unit"),
    path("<slug:level>/<slug:code>/danh-sach.csv", views.territory_unit_csv, name="territory_unit_csv"),
    path("<slug:level>/<slug:code>/ty-le/", shares.give_shares, name="territory_shares"),
]
