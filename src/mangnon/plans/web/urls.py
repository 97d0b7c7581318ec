"""Addresses of plans and tasks, from the root of the site."""

from django.urls import path

from mangnon.plans.rules import Move
from mangnon.plans.web import (
    acting_views,
    adoption_views,
    annex_views,
    difficulty_views,
    period_views,
    portfolio_views,
    successor_views,
    task_views,
    urging_views,
    version_views,
    views,
)

# The acts on an assignment by a form (`acting_views.ACTS`), each at its own address.
act = acting_views.act_view

urlpatterns = [
    path("van-ban/<int:reading_id>/duyet/", adoption_views.adopt, name="adopt_reading"),
    path("van-ban/<int:reading_id>/giao-theo-kinh-gui/", adoption_views.give, name="give_to_addressees"),
    path("van-ban/<int:reading_id>/ke-hoach/", adoption_views.reading_plan, name="reading_plan"),
    path("van-ban/<int:reading_id>/sua-doi/<slug:code>/", version_views.amend, name="amend_plan"),
    path("ke-hoach/", views.plan_list, name="plans"),
    path("ke-hoach/danh-muc/", portfolio_views.portfolio, name="portfolio"),
    path("ke-hoach/<slug:code>/", views.plan_page, name="plan"),
    path("ke-hoach/<slug:code>/cac-ban/", version_views.plan_versions, name="plan_versions"),
    path("ke-hoach/<slug:code>/thay-the/", version_views.replace, name="replace_plan"),
    path("ke-hoach/<slug:code>/bieu-ke-hoach.xlsx", annex_views.plan_form, name="plan_form"),
    path("ke-hoach/<slug:code>/nhap-phu-luc/", annex_views.annex_import, name="annex_import"),
    path("ke-hoach/<slug:code>/phu-luc.xlsx", views.plan_annex, name="plan_annex"),
    path("nhiem-vu/tiep-nhan/", task_views.accept_several, name="accept_assignments"),
    path("nhiem-vu/phan-cong/<int:pk>/", acting_views.assignment_page, name="assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/tra-lai/", act(Move.ASK_RETURN), name="ask_return"),
    path("nhiem-vu/phan-cong/<int:pk>/nhan-lai/", act(Move.ACCEPT_RETURN), name="accept_return"),
    path("nhiem-vu/phan-cong/<int:pk>/khong-nhan-lai/", act(Move.REFUSE_RETURN), name="refuse_return"),
    path("nhiem-vu/phan-cong/<int:pk>/xin-gia-han/", act(Move.ASK_EXTENSION), name="ask_extension"),
    path("nhiem-vu/phan-cong/<int:pk>/gia-han/", act(Move.GRANT_EXTENSION), name="grant_extension"),
    path(
        "nhiem-vu/phan-cong/<int:pk>/khong-gia-han/",
        act(Move.REFUSE_EXTENSION),
        name="refuse_extension",
    ),
    path("nhiem-vu/phan-cong/<int:pk>/nghiem-thu/", act(Move.CONFIRM_COMPLETE), name="confirm_complete"),
    path("nhiem-vu/phan-cong/<int:pk>/lam-lai/", act(Move.SEND_BACK), name="send_back"),
    path("nhiem-vu/phan-cong/<int:pk>/thu-hoi/", act(Move.RECALL), name="recall_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/giao-lai/", act(Move.REASSIGN), name="reassign_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/giao-tiep/", act(Move.DELEGATE), name="delegate_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/tiep-nhan/", task_views.accept, name="accept_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/tien-do/", task_views.note_progress, name="record_progress"),
    path("nhiem-vu/phan-cong/<int:pk>/hoan-thanh/", task_views.complete, name="report_complete"),
    path("nhiem-vu/phan-cong/<int:pk>/kho-khan/", task_views.tell_difficulty, name="raise_difficulty"),
    path("nhiem-vu/phan-cong/<int:pk>/co-quan-ke-tuc/", successor_views.choose, name="assignment_successor"),
    path("nhiem-vu/kho-khan/<int:pk>/tra-loi/", task_views.answer, name="answer_difficulty"),
    path("nhiem-vu/<slug:plan_code>/<str:code>/ky/", period_views.set_rule, name="set_recurrence"),
    path("nhiem-vu/<slug:plan_code>/<str:code>/ky/dung/", period_views.stop, name="stop_recurrence"),
    path("nhiem-vu/<slug:plan_code>/<str:code>/giao/", acting_views.give, name="give_assignment"),
    path("nhiem-vu/<slug:plan_code>/<str:code>/", task_views.task_page, name="task"),
    path("kho-khan/", difficulty_views.board, name="difficulties"),
    path("kho-khan/<int:pk>/", difficulty_views.difficulty_page, name="difficulty"),
    path("kho-khan/<int:pk>/tra-loi/", difficulty_views.answer, name="difficulty_answer"),
    path("kho-khan/<int:pk>/chuyen-cap-tren/", difficulty_views.escalate, name="difficulty_escalate"),
    path("kho-khan/<int:pk>/dieu-chinh/", difficulty_views.adjust, name="difficulty_adjust"),
    path("kho-khan/<int:pk>/neu-lai/", difficulty_views.reopen, name="difficulty_reopen"),
    path("don-doc/", urging_views.choose, name="urge"),
    path("don-doc/lap/", urging_views.make, name="urge_make"),
    path("don-doc/<int:pk>/", urging_views.urging_page, name="urging"),
    path("don-doc/<int:pk>/cong-van.zip", urging_views.all_letters, name="urging_letters"),
    path("don-doc/<int:pk>/<int:order>.docx", urging_views.letter, name="urging_letter"),
]
