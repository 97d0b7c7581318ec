"""people: who works in which post, how they get in and how they hand over."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Invitations, sign-in, second factor, sessions, hand-over."""

    name = "mangnon.people"
    verbose_name = "Nhân sự và đăng nhập"

    def ready(self) -> None:
        """The settings of sign-in are looked at with the other system checks."""
        from django.core.checks import register

        from mangnon.people.sign_in_limits import check_sign_in_settings

        register(check_sign_in_settings)
