"""Addresses of recommendations, from the root of the site."""

from django.urls import URLPattern, URLResolver, path

from mangnon.recommendations.web import chain_views, import_views, link_views, views

_DOC = "khuyen-nghi/<slug:code>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("khuyen-nghi/", views.registry, name="recommendations"),
    path("khuyen-nghi/nap-san/", import_views.set_up, name="recommendations_set_up"),
    path("khuyen-nghi/van-ban-moi/", import_views.new_document, name="committee_document_new"),
    path("khuyen-nghi/lien-ket/<int:pk>/go/", link_views.remove, name="recommendation_link_remove"),
    path(_DOC, views.document_page, name="committee_document"),
    path(f"{_DOC}danh-muc.xlsx", import_views.paragraphs_file, name="recommendations_file"),
    path(f"{_DOC}nhap/", import_views.import_list, name="recommendations_import"),
    path(f"{_DOC}nhap/<int:pk>/", import_views.import_apply, name="recommendations_import_apply"),
    path(f"{_DOC}goi-y/", link_views.suggested, name="recommendation_suggestions"),
    path(f"{_DOC}<slug:paragraph>/", views.paragraph_page, name="recommendation"),
    path(f"{_DOC}<slug:paragraph>/lien-ket/", link_views.link, name="recommendation_link"),
    path(f"{_DOC}<slug:paragraph>/chuoi/", chain_views.of_recommendation, name="recommendation_chain"),
    path("chuoi/ke-hoach/<slug:code>/", chain_views.of_plan, name="plan_chain"),
    path("chuoi/nhiem-vu/<slug:plan_code>/<str:code>/", chain_views.of_task, name="task_chain"),
]
