"""accounts: who a person is. Posts are in `agencies`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Identity and sign-in."""

    name = "mangnon.accounts"
    verbose_name = "Tài khoản"
