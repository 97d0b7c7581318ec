"""people: who works in which post, how they get in and how they hand over."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Invitations, sign-in, second factor, sessions, hand-over."""

    name = "mangnon.people"
    verbose_name = "Nhân sự và đăng nhập"
