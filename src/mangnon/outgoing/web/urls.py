"""Addresses of outgoing, from the root of the site."""

from django.urls import URLPattern, URLResolver, path

from mangnon.outgoing.web import acting_views, office_views, views

_ROOT = "so-van-ban-di/"
_PAPER = f"{_ROOT}<int:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_ROOT, views.register_page, name="outgoing"),
    path(f"{_ROOT}lap/", acting_views.new_paper, name="draft_outgoing"),
    path(f"{_ROOT}kiem-tra-chu-ky/", views.check_signatures, name="check_signatures"),
    path(f"{_ROOT}tep/<int:pk>/", views.paper_file, name="outgoing_file"),
    path(f"{_ROOT}so/", office_views.registers_page, name="outgoing_registers"),
    path(f"{_ROOT}so/mo/", office_views.new_register, name="open_register"),
    path(f"{_ROOT}so/ma-dinh-danh/", office_views.exchange_code, name="outgoing_exchange_code"),
    path(f"{_ROOT}so/<int:pk>/khep/", office_views.end_register, name="close_register"),
    path(f"{_ROOT}so/<int:pk>/so-bat-dau/", office_views.first_number, name="begin_register_year"),
    path(f"{_ROOT}mau/", office_views.templates_page, name="outgoing_templates"),
    path(f"{_ROOT}mau/moi/", office_views.new_template, name="new_outgoing_template"),
    path(f"{_ROOT}mau/<int:pk>/", office_views.edit_template, name="outgoing_template"),
    path(f"{_ROOT}mau/<int:pk>/ngung/", office_views.end_template, name="retire_outgoing_template"),
    path(_PAPER, views.paper_page, name="outgoing_paper"),
    path(f"{_PAPER}ban-xem/", views.preview, name="outgoing_preview"),
    path(f"{_PAPER}sua/", acting_views.edit_paper, name="edit_outgoing"),
    path(f"{_PAPER}bo/", acting_views.drop, name="drop_outgoing"),
    path(f"{_PAPER}cap-so/", acting_views.give_number, name="number_outgoing"),
    path(f"{_PAPER}tao-tep/", acting_views.make_files, name="write_outgoing_files"),
    path(f"{_PAPER}them-tep/", acting_views.send_file, name="add_outgoing_file"),
    path(f"{_PAPER}ky-tay/", acting_views.sign_by_hand, name="sign_outgoing_by_hand"),
    path(f"{_PAPER}ky-so/", acting_views.send_signed, name="send_signed_outgoing"),
    path(f"{_PAPER}ky-co-quan/", acting_views.sign_for_body, name="sign_outgoing_for_body"),
    path(f"{_PAPER}ban-hanh/", acting_views.issue, name="issue_outgoing"),
    path(f"{_PAPER}huy-so/", acting_views.cancel, name="cancel_outgoing"),
    path(f"{_PAPER}thu-hoi/", acting_views.withdraw, name="withdraw_outgoing"),
    path(f"{_PAPER}goi-trao-doi/", office_views.exchange_file, name="export_outgoing"),
]
