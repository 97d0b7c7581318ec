"""Addresses of sign-in and of one's own account."""

from django.urls import path

from mangnon.people.web import account_views, outside_views, person_views, sign_in_views

urlpatterns = [
    path("dang-nhap/", sign_in_views.sign_in, name="sign_in"),
    path("dang-xuat/", sign_in_views.sign_out, name="sign_out"),
    path("dang-nhap/ma-xac-thuc/", sign_in_views.second_factor, name="second_factor"),
    path("dang-nhap/man-hinh-khoa/", sign_in_views.lock_screen, name="lock_screen"),
    path("dang-nhap/khoa-man-hinh/", sign_in_views.lock_now, name="lock_now"),
    path("dang-nhap/phien/", sign_in_views.session_state, name="session_state"),
    path("dang-nhap/chua-gui/", sign_in_views.unsent_form, name="unsent_form"),
    path("dang-nhap/vai-tro/", sign_in_views.choose_post, name="choose_post"),
    path("dang-nhap/ngoai/", outside_views.outside_sign_in, name="outside_sign_in"),
    path("dang-nhap/ngoai/ve/", outside_views.outside_return, name="outside_return"),
    path("tai-khoan/", account_views.own_account, name="own_account"),
    path("tai-khoan/mat-khau/", account_views.change_own_password, name="change_password"),
    path("tai-khoan/phien/ket-thuc/", account_views.end_own_session, name="end_own_session"),
    path("tai-khoan/phien/ket-thuc-khac/", account_views.end_other_sessions, name="end_other_sessions"),
    path("tai-khoan/xac-thuc-hai-buoc/", account_views.enrol_factor, name="enrol_factor"),
    path("tai-khoan/xac-thuc-hai-buoc/tat/", account_views.switch_off_factor, name="switch_off_factor"),
    path("tai-khoan/ma-du-phong/", account_views.renew_codes, name="renew_codes"),
    path("nhan-su/<int:user_id>/dang-nhap/", person_views.person_sign_in, name="person_sign_in"),
]
