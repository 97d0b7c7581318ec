"""Addresses of plans and tasks, from the root of the site."""

from django.urls import path

from mangnon.plans.web import adoption_views, portfolio_views, successor_views, task_views, views

urlpatterns = [
    path("van-ban/<int:reading_id>/duyet/", adoption_views.adopt, name="adopt_reading"),
    path("van-ban/<int:reading_id>/giao-theo-kinh-gui/", adoption_views.give, name="give_to_addressees"),
    path("van-ban/<int:reading_id>/ke-hoach/", adoption_views.reading_plan, name="reading_plan"),
    path("ke-hoach/", views.plan_list, name="plans"),
    path("ke-hoach/danh-muc/", portfolio_views.portfolio, name="portfolio"),
    path("ke-hoach/<slug:code>/", views.plan_page, name="plan"),
    path("ke-hoach/<slug:code>/phu-luc.xlsx", views.plan_annex, name="plan_annex"),
    path("nhiem-vu/tiep-nhan/", task_views.accept_several, name="accept_assignments"),
    path("nhiem-vu/phan-cong/<int:pk>/tiep-nhan/", task_views.accept, name="accept_assignment"),
    path("nhiem-vu/phan-cong/<int:pk>/tien-do/", task_views.note_progress, name="record_progress"),
    path("nhiem-vu/phan-cong/<int:pk>/hoan-thanh/", task_views.complete, name="report_complete"),
    path("nhiem-vu/phan-cong/<int:pk>/kho-khan/", task_views.tell_difficulty, name="raise_difficulty"),
    path("nhiem-vu/phan-cong/<int:pk>/co-quan-ke-tuc/", successor_views.choose, name="assignment_successor"),
    path("nhiem-vu/kho-khan/<int:pk>/tra-loi/", task_views.answer, name="answer_difficulty"),
    path("nhiem-vu/<slug:plan_code>/<str:code>/", task_views.task_page, name="task"),
]
