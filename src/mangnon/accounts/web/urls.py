"""Sign-in and sign-out."""

from django.urls import path

from mangnon.accounts.web import views

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
]
