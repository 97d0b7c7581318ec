"""A program at work in a person's name: the walls of sign-in hold for it as they do for the person."""

from __future__ import annotations

import datetime as dt

from mangnon.accounts.public import Actor, User
from mangnon.people.brakes import count_failure_from, is_address_waiting, locked_until
from mangnon.people.factors import is_factor_due
from mangnon.people.passwords import is_change_due
from mangnon.people.sign_in import CannotSignIn, check_open, until_words


def waiting_until(address: str) -> dt.datetime | None:
    """Until when nobody gets in from an address, or None."""
    return is_address_waiting(address)


def note_wrong_key(address: str) -> None:
    """A key that is nobody's counts as a wrong password from that address does."""
    count_failure_from(address)


def check_may_work(*, user: User, actor: Actor, address: str, with_factor: bool) -> None:
    """Raises CannotSignIn when the person could not work now either: account closed, locked or long unused, password
    to be changed, second factor due. `with_factor`: the program's key was made after a second factor was shown.
    """
    check_open(user, address=address)
    if until := locked_until(user):
        raise CannotSignIn(
            f"Tài khoản đang tạm khóa vì nhập sai nhiều lần, mở lại lúc {until_words(until)}. Không có gì bị thay đổi.",
            code="locked",
        )
    if is_change_due(user, actor):
        raise CannotSignIn(
            "Mật khẩu của tài khoản đang đến lúc phải đổi. Không có gì bị thay đổi. Hãy đổi mật khẩu trên trang đăng "
            "nhập; sau đó mã truy cập dùng tiếp được.",
            code="password_due",
        )
    if not with_factor and is_factor_due(user, actor):
        raise CannotSignIn(
            "Vai trò này bắt buộc xác thực hai bước mà mã truy cập được tạo khi chưa xác thực. Không có gì bị thay "
            "đổi. Hãy đăng nhập, xác thực hai bước rồi tạo mã truy cập mới.",
            code="factor_due",
        )
