"""Addresses of the organisation, below /to-chuc/."""

from django.urls import path

from mangnon.reorganisation.web import views

urlpatterns = [
    path("", views.organisation, name="organisation"),
    path("<str:code>/", views.body, name="organisation_body"),
]
