"""Nhân sự, lời mời, bàn giao."""

from django.urls import path

from mangnon.people.web import import_views, invitation_views, post_views, views

urlpatterns = [
    path("nhan-su/", views.people_list, name="people"),
    path("nhan-su/moi/", views.invite, name="invite"),
    path("nhan-su/tu-tep/", import_views.import_file, name="people_import"),
    path("nhan-su/tu-tep/mau/", import_views.import_template, name="people_import_template"),
    path("nhan-su/tu-tep/nhap/", import_views.import_apply, name="people_import_apply"),
    path("nhan-su/<int:pk>/", views.person, name="person"),
    path("nhan-su/<int:pk>/giao-vi-tri/", views.new_post, name="new_post"),
    path("nhan-su/<int:pk>/ngung/", views.account_disable, name="account_disable"),
    path("nhan-su/<int:pk>/mo-lai/", views.account_enable, name="account_enable"),
    path("nhan-su/<int:pk>/loi-moi/", views.invitation_issue, name="invitation_issue"),
    path("nhan-su/<int:pk>/loi-moi/thu-hoi/", views.invitation_revoke, name="invitation_revoke"),
    path("nhan-su/vi-tri/<int:pk>/thoi-giu/", post_views.post_end, name="post_end"),
    path("nhan-su/vi-tri/<int:pk>/doi-vai-tro/", post_views.post_change_role, name="post_change_role"),
    path("nhan-su/vi-tri/<int:pk>/lam-thay/", post_views.post_cover, name="post_cover"),
    path("nhan-su/vi-tri/<int:pk>/huy/", post_views.post_cancel, name="post_cancel"),
    path("ban-giao/<int:pk>/", post_views.hand_over, name="hand_over"),
    path("ban-giao/<int:pk>/bien-ban.docx", post_views.hand_over_docx, name="hand_over_docx"),
    path("ban-giao/<int:pk>/tiep-nhan/", post_views.hand_over_receive, name="hand_over_receive"),
    path("loi-moi/", invitation_views.invitation, name="invitation"),
    path("loi-moi/mat-khau/", invitation_views.invitation_password, name="invitation_password"),
    path("loi-moi/<str:code>/", invitation_views.invitation_link, name="invitation_link"),
]
