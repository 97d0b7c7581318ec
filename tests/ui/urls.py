"""The addresses that the ui tests need: the gallery, and a door to sign in at."""

from django.urls import include, path

urlpatterns = [path("", include("mangnon.ui.web.urls")), path("", include("mangnon.people.web.sign_in_urls"))]
