"""Addresses of indicators, from the root of the site."""

from django.urls import URLPattern, URLResolver, path

from mangnon.indicators.web import dimension_views, form_views, own_views, target_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("bieu-so-lieu/", form_views.figure_forms, name="figure_forms"),
    path("bieu-so-lieu/<int:unit>/<str:period>/", form_views.figure_form, name="figure_form"),
    path("chi-tieu/", views.indicator_list, name="indicators"),
    path("chi-tieu/muc-phai-dat/", target_views.target_list, name="targets"),
    path("chi-tieu/muc-phai-dat/<int:pk>/rut/", target_views.target_withdraw, name="target_withdraw"),
    path("chi-tieu/phan-to/", dimension_views.dimension_list, name="dimensions"),
    path("chi-tieu/phan-to/them/", dimension_views.dimension_add, name="dimension_add"),
    path("chi-tieu/phan-to/<slug:code>/them-nhom/", dimension_views.category_add, name="category_add"),
    path("chi-tieu/rieng/", own_views.own_sets, name="own_indicator_sets"),
    path("chi-tieu/rieng/<slug:set_code>/", own_views.own_set, name="own_indicator_set"),
    path("chi-tieu/rieng/<slug:set_code>/them/", own_views.own_indicator_add, name="own_indicator_add"),
    path(
        "chi-tieu/rieng/<slug:set_code>/<slug:code>/sua/", own_views.own_indicator_change, name="own_indicator_change"
    ),
    path(
        "chi-tieu/rieng/<slug:set_code>/<slug:code>/xoa/", own_views.own_indicator_remove, name="own_indicator_remove"
    ),
    path(
        "chi-tieu/<slug:set_code>/<slug:code>/muc-phai-dat/", target_views.indicator_targets, name="indicator_targets"
    ),
    path("chi-tieu/<slug:set_code>/<slug:code>/muc-phai-dat/ghi/", target_views.target_set, name="target_set"),
    path("chi-tieu/<slug:set_code>/<slug:code>/", views.indicator_page, name="indicator"),
    path("chi-tieu/<slug:set_code>/<slug:code>/<int:unit>/<str:period>/", views.figure_page, name="figure"),
    path(
        "chi-tieu/<slug:set_code>/<slug:code>/<int:unit>/<str:period>/chon/", views.figure_choose, name="figure_choose"
    ),
]
