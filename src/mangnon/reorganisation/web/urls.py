"""Addresses of the organisation, below /to-chuc/."""

from django.urls import path

from mangnon.reorganisation.web import arranging, unclaimed_views, views

urlpatterns = [
    path("", views.organisation, name="organisation"),
    path("sap-xep/", arranging.reorganisation_list, name="reorganisations"),
    path("sap-xep/nhan-tep/", arranging.receive, name="reorganisation_receive"),
    path("sap-xep/dot/<int:pk>/", arranging.reorganisation, name="reorganisation"),
    path("sap-xep/dot/<int:pk>/hoan-tac/", arranging.undo, name="reorganisation_undo"),
    path("sap-xep/tep/<str:code>/", arranging.preview, name="reorganisation_preview"),
    path("sap-xep/tep/<str:code>/ap-dung/", arranging.apply, name="reorganisation_apply"),
    path("chua-ro/", unclaimed_views.unclaimed, name="unclaimed_duties"),
    path("chua-ro/giao/", unclaimed_views.choose, name="choose_successors"),
    path("<str:code>/", views.body, name="organisation_body"),
]
