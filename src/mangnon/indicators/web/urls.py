"""Addresses of indicators, from the root of the site."""

from django.urls import URLPattern, URLResolver, path

from mangnon.indicators.web import form_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("bieu-so-lieu/", form_views.figure_forms, name="figure_forms"),
    path("bieu-so-lieu/<int:unit>/<str:period>/", form_views.figure_form, name="figure_form"),
    path("chi-tieu/", views.indicator_list, name="indicators"),
    path("chi-tieu/<slug:set_code>/<slug:code>/", views.indicator_page, name="indicator"),
    path("chi-tieu/<slug:set_code>/<slug:code>/<int:unit>/<str:period>/", views.figure_page, name="figure"),
]
