"""Addresses of the evidence, below /nhat-ky/."""

from django.urls import path

from mangnon.audit.web import views

urlpatterns = [
    path("", views.audit_log, name="audit_log"),
    path("kiem-tra/", views.audit_check, name="audit_check"),
    path("xuat/", views.audit_export, name="audit_export"),
]
