"""Addresses of reminding, from the root of the site."""

from django.urls import path

from mangnon.notices.web import views

urlpatterns = [
    path("nhac-viec/", views.reminders_page, name="reminders"),
    path("nhac-viec/da-doc/", views.read, name="reminders_read"),
    path("nhac-viec/thu/", views.mail, name="reminders_mail"),
    path("nhac-viec/nhat-ky/", views.log, name="reminder_log"),
    path("nhac-viec/<str:day>/", views.digest_page, name="digest"),
]
