"""Addresses of reporting, below /bao-cao/."""

from __future__ import annotations

from django.urls import path

from mangnon.reporting.web import amending_views, consolidation_views, review_views, views, writing_views

_PERIOD = "<slug:regime>/<str:period>/"

urlpatterns = [
    path("", views.reports, name="reports"),
    path("lap-che-do/<slug:plan>/", views.regimes_set_up, name="regimes_set_up"),
    path("mo-ky/<slug:regime>/", views.period_open, name="period_open"),
    path(f"{_PERIOD}", views.report_board, name="report_board"),
    path(f"{_PERIOD}bang.xlsx", views.report_board_xlsx, name="report_board_xlsx"),
    path(f"{_PERIOD}chap-nhan/", review_views.reports_accept, name="reports_accept"),
    path(f"{_PERIOD}viet/", writing_views.report_write, name="report_write"),
    path(f"{_PERIOD}viet/luu/", writing_views.report_entry_save, name="report_entry_save"),
    path(f"{_PERIOD}viet/gui/", writing_views.report_submit, name="report_submit"),
    path(f"{_PERIOD}tong-hop/", consolidation_views.consolidation, name="consolidation"),
    path(f"{_PERIOD}tong-hop/lap/", consolidation_views.consolidation_make, name="consolidation_make"),
    path(f"{_PERIOD}tong-hop/doan/<int:passage>/", consolidation_views.passage_edit, name="passage_edit"),
    path(f"{_PERIOD}tong-hop/bao-cao.docx", consolidation_views.consolidation_docx, name="consolidation_docx"),
    path(f"{_PERIOD}tong-hop/bao-cao.pdf", consolidation_views.consolidation_pdf, name="consolidation_pdf"),
    path(f"{_PERIOD}tong-hop/phu-luc.xlsx", consolidation_views.consolidation_xlsx, name="consolidation_xlsx"),
    path(f"{_PERIOD}tong-hop/nguon.json", consolidation_views.consolidation_json, name="consolidation_json"),
    path(f"{_PERIOD}<str:agency_code>/", review_views.report_view, name="report_view"),
    path(f"{_PERIOD}<str:agency_code>/viet/", writing_views.report_write, name="report_write_for"),
    path(f"{_PERIOD}<str:agency_code>/viet/luu/", writing_views.report_entry_save, name="report_entry_save_for"),
    path(f"{_PERIOD}<str:agency_code>/viet/gui/", writing_views.report_submit, name="report_submit_for"),
    path(f"{_PERIOD}<str:agency_code>/chap-nhan/", review_views.report_accept, name="report_accept"),
    path(f"{_PERIOD}<str:agency_code>/tra-lai/", review_views.report_return, name="report_return"),
    path(f"{_PERIOD}<str:agency_code>/nhan-xet/", amending_views.report_judge, name="report_judge"),
    path(f"{_PERIOD}<str:agency_code>/sua-doi/", amending_views.report_amend, name="report_amend"),
    path(f"{_PERIOD}<str:agency_code>/sua-doi/bo/", amending_views.report_amend_drop, name="report_amend_drop"),
]
