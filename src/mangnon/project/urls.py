"""Every address of the site; Vietnamese slugs, stable."""

from __future__ import annotations

from django.urls import include, path

from mangnon.project import other_keys, panels
from mangnon.project.health import health

panels.register()
other_keys.register()

handler400 = "mangnon.project.too_much.bad_request"

urlpatterns = [
    path("suc-khoe", health, name="health"),
    path("", include("mangnon.people.web.sign_in_urls")),
    path("", include("mangnon.people.web.urls")),
    path("", include("mangnon.desk.web.urls")),
    path("van-ban/", include("mangnon.documents.web.urls")),
    path("", include("mangnon.recommendations.web.urls")),
    path("", include("mangnon.activities.web.urls")),
    path("", include("mangnon.plans.web.urls")),
    path("to-chuc/", include("mangnon.reorganisation.web.urls")),
    path("dia-ban/", include("mangnon.territory.web.urls")),
    path("bao-cao/", include("mangnon.reporting.web.urls")),
    path("nhat-ky/", include("mangnon.audit.web.urls")),
    path("", include("mangnon.notices.web.urls")),
    path("", include("mangnon.calendars.web.urls")),
    path("", include("mangnon.indicators.web.urls")),
    path("", include("mangnon.outgoing.web.urls")),
    path("", include("mangnon.exchange.web.urls")),
    path("", include("mangnon.ui.web.urls")),
]
