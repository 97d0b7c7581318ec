"""Addresses of received paper, below /van-ban/."""

from django.urls import path

from mangnon.documents.web import views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/sua/", views.correct_document, name="correct_document"),
    path("<int:pk>/xac-nhan/", views.confirm_document, name="confirm_document"),
    path("<int:pk>/ap-dung/", views.apply_to_alike, name="apply_to_alike"),
    path("<int:pk>/ban-doc.json", views.document_reading, name="document_reading"),
]
