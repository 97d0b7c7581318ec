"""The gallery of components."""

from __future__ import annotations

from django.urls import path

from mangnon.ui.web import views

urlpatterns = [
    path("thu-vien-giao-dien/", views.gallery, name="gallery"),
    path("thu-vien-giao-dien/bieu-do/", views.gallery_charts, name="gallery_charts"),
    path("thu-vien-giao-dien/luu/", views.gallery_autosave, name="gallery_autosave"),
    path("thu-vien-giao-dien/loi/<int:code>/", views.mishap, name="gallery_mishap"),
]
