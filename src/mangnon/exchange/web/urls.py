"""Addresses of exchange, from the root of the site."""

from django.urls import URLPattern, URLResolver, path

from mangnon.exchange.rest.api import addresses
from mangnon.exchange.web import (
    feed_views,
    indicator_form_views,
    others_keys_views,
    report_form_views,
    token_views,
    workbook_views,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/ma-truy-cap/", token_views.own_tokens, name="own_tokens"),
    path("tai-khoan/ma-truy-cap/<int:pk>/thu-hoi/", token_views.revoke_own_token, name="revoke_own_token"),
    path("nhan-su/<int:user_id>/ma-truy-cap/", others_keys_views.person_keys, name="person_keys"),
    path("trao-doi/phieu-bao-cao/", report_form_views.report_forms, name="report_forms"),
    path(
        "trao-doi/phieu-bao-cao/<slug:regime>/<str:period>/<str:agency_code>.xlsx",
        report_form_views.report_form_file,
        name="report_form_file",
    ),
    path("trao-doi/bieu-so-lieu/", indicator_form_views.indicator_forms, name="indicator_forms"),
    path(
        "trao-doi/bieu-so-lieu/<str:agency_code>/<int:unit>/<str:period>.xlsx",
        indicator_form_views.indicator_form_file,
        name="indicator_form_file",
    ),
    path("trao-doi/tep-excel/", workbook_views.workbooks, name="workbooks"),
    path("trao-doi/tep-excel/phat-hanh/", workbook_views.issue, name="workbook_issue"),
    path("trao-doi/tep-excel/dot/<int:pk>/", workbook_views.workbook_batch, name="workbook_batch"),
    path("trao-doi/tep-excel/dot/<int:pk>/tep.zip", workbook_views.workbook_batch_zip, name="workbook_batch_zip"),
    path("trao-doi/tep-excel/tep/<int:pk>.xlsx", workbook_views.workbook_file, name="workbook_file"),
    path("trao-doi/tep-excel/nhan/", workbook_views.receive, name="workbook_receive"),
    path("trao-doi/tep-excel/nhan/nhap/", workbook_views.receive_apply, name="workbook_receive_apply"),
    path("lich/", feed_views.own_calendar, name="own_calendar"),
    path("lich/thu-hoi/", feed_views.revoke_own_calendar, name="revoke_own_calendar"),
    path("lich/<str:token>.ics", feed_views.calendar_feed, name="calendar_feed"),
    *addresses(),
]
