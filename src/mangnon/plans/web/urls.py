"""Addresses of plans and tasks, from the root of the site."""

from django.urls import path

from mangnon.plans.web import acting_views, adoption_views, portfolio_views, successor_views, task_views, views

urlpatterns = [
    path("van-ban/<int:reading_id>/duyet/", adoption_views.adopt, name="adopt_reading"),
    path("van-ban/<int:reading_id>/giao-theo-kinh-gui/", adoption_views.give, name="give_to_addressees"),
    path("van-ban/<int:reading_id>/ke-hoach/", adoption_views.reading_plan, name="reading_plan"),
    path("ke-hoach/", views.plan_list, name="plans"),
    path("ke-hoach/danh-muc/", portfolio_views.portfolio, name="portfolio"),
    path("ke-hoach/<slug:code>/", views.plan_page, name="plan"),
    path("ke-hoach/<slug:code>/phu-luc.xlsx", views.plan_annex, name="plan_annex"),
    path("nhiem-vu/tiep-nhan/", task_views.accept_several, name="accept_assignments"),
    path("nhiem-vu/phan-cong/<int:pk>/", acting_views.assignment_page, name="assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/tra-lai/", acting_views.ask_to_return, name="ask_return"),
    path("nhiem-vu/phan-cong/<int:pk>/nhan-lai/", acting_views.take_back, name="accept_return"),
    path("nhiem-vu/phan-cong/<int:pk>/khong-nhan-lai/", acting_views.leave_with_agency, name="refuse_return"),
    path("nhiem-vu/phan-cong/<int:pk>/xin-gia-han/", acting_views.ask_later_day, name="ask_extension"),
    path("nhiem-vu/phan-cong/<int:pk>/gia-han/", acting_views.grant_later_day, name="grant_extension"),
    path("nhiem-vu/phan-cong/<int:pk>/khong-gia-han/", acting_views.keep_day, name="refuse_extension"),
    path("nhiem-vu/phan-cong/<int:pk>/nghiem-thu/", acting_views.take_result, name="confirm_complete"),
    path("nhiem-vu/phan-cong/<int:pk>/lam-lai/", acting_views.ask_again, name="send_back"),
    path("nhiem-vu/phan-cong/<int:pk>/thu-hoi/", acting_views.recall, name="recall_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/giao-lai/", acting_views.give_to_another, name="reassign_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/giao-tiep/", acting_views.give_below, name="delegate_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/tiep-nhan/", task_views.accept, name="accept_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/tien-do/", task_views.note_progress, name="record_progress"),
    path("nhiem-vu/phan-cong/<int:pk>/hoan-thanh/", task_views.complete, name="report_complete"),
    path("nhiem-vu/phan-cong/<int:pk>/kho-khan/", task_views.tell_difficulty, name="raise_difficulty"),
    path("nhiem-vu/phan-cong/<int:pk>/co-quan-ke-tuc/", successor_views.choose, name="assignment_successor"),
    path("nhiem-vu/kho-khan/<int:pk>/tra-loi/", task_views.answer, name="answer_difficulty"),
    path("nhiem-vu/<slug:plan_code>/<str:code>/giao/", acting_views.give, name="give_assignment"),
    path("nhiem-vu/<slug:plan_code>/<str:code>/", task_views.task_page, name="task"),
]
