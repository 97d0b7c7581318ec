"""Addresses of received paper, below /van-ban/."""

from django.urls import path

from mangnon.documents.web import drafting_views, item_views, receiving_views, views

urlpatterns = [
    path("", receiving_views.documents, name="documents"),
    path("dang-doc/<int:pk>/", receiving_views.reading_progress, name="reading_progress"),
    path("dang-doc/<int:pk>/huy/", receiving_views.cancel_reading_job, name="cancel_reading_job"),
    path("dang-doc/<int:pk>/doc-lai/", receiving_views.retry_reading_job, name="retry_reading_job"),
    path("dang-doc/<int:pk>/an/", receiving_views.dismiss_reading_job, name="dismiss_reading_job"),
    path("soan/", drafting_views.draft_directive, name="draft_directive"),
    path("soan/mau.xlsx", drafting_views.empty_annex_file, name="empty_annex_file"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/sua/", views.correct_document, name="correct_document"),
    path("<int:pk>/xac-nhan/", views.confirm_document, name="confirm_document"),
    path("<int:pk>/ap-dung/", views.apply_to_alike, name="apply_to_alike"),
    path("<int:pk>/trang/<int:number>.webp", item_views.page_image, name="page_image"),
    path("<int:pk>/them-nhiem-vu/", item_views.add_task, name="add_task"),
    path("<int:pk>/bao-cao/", item_views.save_report, name="save_report"),
    path("<int:pk>/bo-muc/", item_views.remove_item, name="remove_item"),
    path("<int:pk>/khoi-phuc/", item_views.put_item_back, name="put_item_back"),
    path("<int:pk>/ban-chuan.json", item_views.reading_gold, name="reading_gold"),
    path("<int:pk>/viet/", drafting_views.papers, name="papers"),
    path("<int:pk>/viet/du-thao.docx", drafting_views.drafted_plan, name="drafted_plan"),
    path("<int:pk>/viet/phu-luc.xlsx", drafting_views.drafted_annex, name="drafted_annex"),
    path("<int:pk>/viet/cong-van.docx", drafting_views.drafted_letter, name="drafted_letter"),
    path("<int:pk>/ban-doc.json", views.document_reading, name="document_reading"),
]
