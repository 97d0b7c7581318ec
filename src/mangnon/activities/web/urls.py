"""Addresses of activities, from the root of the site."""

from django.urls import path

from mangnon.activities.web import activity_views, agency_views, evidence_views, money_views, talk_views

urlpatterns = [
    path("ke-hoach/<slug:code>/kinh-phi/", money_views.plan_money, name="plan_money"),
    path("ke-hoach/<slug:code>/co-quan/<str:agency_code>/", agency_views.agency_page, name="agency_plan"),
    path(
        "ke-hoach/<slug:code>/co-quan/<str:agency_code>/ke-hoach-rieng/",
        agency_views.keep_own_plan,
        name="keep_agency_plan",
    ),
    path("ke-hoach-co-quan/<int:pk>/rut/", agency_views.take_back_own_plan, name="withdraw_agency_plan"),
    path("ke-hoach-co-quan/<int:pk>/tep/", agency_views.own_plan_file, name="agency_plan_file"),
    path("nhiem-vu/phan-cong/<int:pk>/hoat-dong/", activity_views.new_activity, name="add_activity"),
    path("nhiem-vu/phan-cong/<int:pk>/bang-chung/", evidence_views.new_evidence, name="add_evidence"),
    path("nhiem-vu/phan-cong/<int:pk>/dong-gop/", talk_views.new_contribution, name="offer_contribution"),
    path("hoat-dong/<int:pk>/", activity_views.activity_page, name="activity"),
    path("hoat-dong/<int:pk>/sua/", activity_views.edit_activity, name="change_activity"),
    path("hoat-dong/<int:pk>/tien-do/", activity_views.note_activity, name="record_activity"),
    path("hoat-dong/<int:pk>/khong-thuc-hien/", activity_views.stop_activity, name="drop_activity"),
    path("hoat-dong/<int:pk>/tro-lai/", activity_views.take_up_activity, name="resume_activity"),
    path("hoat-dong/<int:pk>/nhiem-vu/", activity_views.serve_another_task, name="serve_task"),
    path("hoat-dong/<int:pk>/nhiem-vu/bo/", activity_views.stop_serving, name="stop_serving_task"),
    path("hoat-dong/<int:pk>/kinh-phi/", money_views.budget_line, name="keep_budget_line"),
    path("hoat-dong/kinh-phi/<int:pk>/bo/", money_views.drop_budget_line, name="remove_budget_line"),
    path("hoat-dong/<int:pk>/long-ghep/", money_views.add_programme, name="link_programme"),
    path("hoat-dong/long-ghep/<int:pk>/bo/", money_views.drop_programme, name="unlink_programme"),
    path("hoat-dong/<int:pk>/bang-chung/", evidence_views.new_activity_evidence, name="add_activity_evidence"),
    path("hoat-dong/trung/<int:first>/<int:second>/", money_views.judge, name="judge_double"),
    path("bang-chung/<int:pk>/tep/", evidence_views.evidence_file, name="evidence_file"),
    path("bang-chung/<int:pk>/anh/", evidence_views.evidence_picture, name="evidence_picture"),
    path("bang-chung/<int:pk>/rut/", evidence_views.take_back_evidence, name="withdraw_evidence"),
    path("dong-gop/<int:pk>/tra-loi/", talk_views.reply_to_contribution, name="answer_contribution"),
    path("trao-doi/nhiem-vu/<int:pk>/", talk_views.new_comment, name="write_comment"),
    path("trao-doi/<int:pk>/sua/", talk_views.change_comment, name="edit_comment"),
    path("trao-doi/<int:pk>/rut/", talk_views.take_back_comment, name="withdraw_comment"),
]
