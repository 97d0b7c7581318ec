"""Addresses of reporting, below /bao-cao/."""

from __future__ import annotations

from django.urls import path

from mangnon.reporting.web import (
    amending_views,
    call_views,
    consolidation_views,
    issuing_views,
    period_views,
    regime_views,
    review_views,
    views,
    writing_views,
)

_PERIOD = "<slug:regime>/<str:period>/"

urlpatterns = [
    path("", views.reports, name="reports"),
    path("lap-che-do/<slug:plan>/", views.regimes_set_up, name="regimes_set_up"),
    path("mo-ky/<slug:regime>/", views.period_open, name="period_open"),
    path("che-do/", regime_views.regimes_page, name="regimes"),
    path("che-do/co-san/<slug:ready>/", regime_views.ready_page, name="ready_regime"),
    path("che-do/co-san/<slug:ready>/ap-dung/", regime_views.ready_take_over, name="ready_take_over"),
    path("che-do/<slug:regime>/", regime_views.regime_page, name="regime"),
    path("che-do/<slug:regime>/sua/", regime_views.regime_change, name="regime_change"),
    path("lich/", regime_views.schedule_page, name="report_schedule"),
    path("yeu-cau/moi/", call_views.call_new, name="call_new"),
    path(f"{_PERIOD}", views.report_board, name="report_board"),
    path(f"{_PERIOD}tra-loi/", call_views.call_answer, name="call_answer"),
    path(f"{_PERIOD}tra-loi/gui/", call_views.call_submit, name="call_submit"),
    path(f"{_PERIOD}bang-tra-loi/", call_views.answers_page, name="call_answers"),
    path(f"{_PERIOD}danh-sach/", period_views.period_list, name="period_list"),
    path(f"{_PERIOD}danh-sach/mien/", period_views.reporter_exempt, name="reporter_exempt"),
    path(f"{_PERIOD}danh-sach/bo-sung/", period_views.reporter_add, name="reporter_add"),
    path(f"{_PERIOD}doi-ngay/", period_views.period_move, name="period_move"),
    path(f"{_PERIOD}bang.xlsx", views.report_board_xlsx, name="report_board_xlsx"),
    path(f"{_PERIOD}chap-nhan/", review_views.reports_accept, name="reports_accept"),
    path(f"{_PERIOD}viet/", writing_views.report_write, name="report_write"),
    path(f"{_PERIOD}viet/luu/", writing_views.report_entry_save, name="report_entry_save"),
    path(f"{_PERIOD}viet/gui/", writing_views.report_submit, name="report_submit"),
    path(f"{_PERIOD}tong-hop/", consolidation_views.consolidation, name="consolidation"),
    path(f"{_PERIOD}tong-hop/lap/", consolidation_views.consolidation_make, name="consolidation_make"),
    path(f"{_PERIOD}tong-hop/trinh-ky/", issuing_views.consolidation_issue, name="consolidation_issue"),
    path(f"{_PERIOD}tong-hop/doan/<int:passage>/", consolidation_views.passage_edit, name="passage_edit"),
    path(f"{_PERIOD}tong-hop/bao-cao.docx", consolidation_views.consolidation_docx, name="consolidation_docx"),
    path(f"{_PERIOD}tong-hop/bao-cao.pdf", consolidation_views.consolidation_pdf, name="consolidation_pdf"),
    path(f"{_PERIOD}tong-hop/phu-luc.xlsx", consolidation_views.consolidation_xlsx, name="consolidation_xlsx"),
    path(f"{_PERIOD}tong-hop/nguon.json", consolidation_views.consolidation_json, name="consolidation_json"),
    path(f"{_PERIOD}<str:agency_code>/", review_views.report_view, name="report_view"),
    path(f"{_PERIOD}<str:agency_code>/tra-loi/", call_views.call_answer, name="call_answer_for"),
    path(f"{_PERIOD}<str:agency_code>/tra-loi/gui/", call_views.call_submit, name="call_submit_for"),
    path(f"{_PERIOD}<str:agency_code>/viet/", writing_views.report_write, name="report_write_for"),
    path(f"{_PERIOD}<str:agency_code>/viet/luu/", writing_views.report_entry_save, name="report_entry_save_for"),
    path(f"{_PERIOD}<str:agency_code>/viet/gui/", writing_views.report_submit, name="report_submit_for"),
    path(f"{_PERIOD}<str:agency_code>/chap-nhan/", review_views.report_accept, name="report_accept"),
    path(f"{_PERIOD}<str:agency_code>/tra-lai/", review_views.report_return, name="report_return"),
    path(f"{_PERIOD}<str:agency_code>/nhan-xet/", amending_views.report_judge, name="report_judge"),
    path(f"{_PERIOD}<str:agency_code>/sua-doi/", amending_views.report_amend, name="report_amend"),
    path(f"{_PERIOD}<str:agency_code>/sua-doi/bo/", amending_views.report_amend_drop, name="report_amend_drop"),
]
