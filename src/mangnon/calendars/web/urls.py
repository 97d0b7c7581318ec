"""Addresses of the working calendar, from the root of the site."""

from django.urls import URLPattern, URLResolver, path

from mangnon.calendars.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("lich-lam-viec/", views.working_calendar, name="working_calendar"),
    path("lich-lam-viec/<int:year>/", views.calendar_year, name="calendar_year"),
    path("lich-lam-viec/<int:year>/them/", views.add_days, name="calendar_add"),
    path("lich-lam-viec/<int:year>/tinh-trang/", views.state, name="calendar_state"),
    path("lich-lam-viec/ngay/<int:pk>/rut/", views.withdraw, name="calendar_withdraw"),
]
