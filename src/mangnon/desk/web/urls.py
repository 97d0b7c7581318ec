"""The first page, one's work, and bodies."""

from django.urls import path

from mangnon.desk.web import agency_views, given_views, leader_views, overview_views, work_views
from mangnon.desk.web.views import desk, home

urlpatterns = [
    path("", home, name="home"),
    path("ban-lam-viec/", desk, name="desk"),
    path("ban-lam-viec/lanh-dao/", leader_views.leader_page, name="leader_page"),
    path("viec-cua-toi/", work_views.my_work, name="my_work"),
    path("viec-cua-toi/hoan-tac/<int:pk>/", work_views.undo_rows, name="undo_rows"),
    path("viec-cua-toi/bo-loc/", work_views.keep_filter, name="keep_filter"),
    path("viec-cua-toi/bo-loc/<int:pk>/xoa/", work_views.forget_filter, name="forget_filter"),
    path("viec-da-giao/", given_views.given, name="given_work"),
    path("viec-da-giao/hoan-tac/<int:pk>/", given_views.undo_given, name="undo_given"),
    path("tong-quan/", overview_views.overview, name="overview"),
    path("tong-quan/lanh-dao/", overview_views.overview_leader, name="overview_leader"),
    path("tong-quan/lanh-dao/co-quan-cham/", overview_views.overview_behind, name="overview_behind"),
    path("tong-quan/dau-moi/", overview_views.overview_lead, name="overview_lead"),
    path("tong-quan/co-quan/", overview_views.overview_agency, name="overview_agency"),
    path("tong-quan/cap-xa/", overview_views.overview_commune, name="overview_commune"),
    path("tong-quan/chi-tieu/", overview_views.overview_indicators, name="overview_indicators"),
    path("tong-quan/bao-cao/<str:regime>/<str:code>/", overview_views.overview_reports, name="overview_reports"),
    path("co-quan/", agency_views.late_agencies, name="late_agencies"),
    path("co-quan/<str:code>/", agency_views.agency_page, name="agency_page"),
]
