"""Decisions of sign-in on plain values: passwords, waiting, age, devices. No Django.

Figures come from `SignInLimits`; their defaults are those of QCVN 12:2026/BCA for level 1-2, known from a copy that a
machine read: at most 5 failures, locked 12 hours to 30 days; password of 8 or more with 4 classes, changed at first
sign-in; administrators' every 2 months and not one of the last 10; unused for 45 days: closed; locked after 15 minutes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from mangnon.kernel.text import fold


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """The numbers of sign-in. Times are in the unit that the name says."""

    failures: int = 5
    lock_hours: int = 12
    address_failures: int = 50
    address_minutes: int = 15
    idle_minutes: int = 15
    session_hours: int = 12
    password_length: int = 8
    unused_days: int = 45
    administrator_password_days: int = 60
    administrator_password_history: int = 10


def softer_than_the_standard(limits: SignInLimits) -> list[str]:
    """Names of the numbers that are weaker than QCVN 12:2026/BCA asks for."""
    standard = SignInLimits()
    at_most = ("failures", "idle_minutes", "unused_days", "administrator_password_days")
    at_least = ("lock_hours", "password_length", "administrator_password_history")
    weak = [name for name in at_most if not 1 <= getattr(limits, name) <= getattr(standard, name)]
    weak += [name for name in at_least if getattr(limits, name) < getattr(standard, name)]
    if limits.lock_hours > 30 * 24:
        weak.append("lock_hours")
    return weak


_CLASSES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("chữ thường", lambda sign: unicodedata.category(sign) == "Ll"),
    ("chữ hoa", lambda sign: unicodedata.category(sign) in ("Lu", "Lt")),
    ("chữ số", lambda sign: unicodedata.category(sign) == "Nd"),
    ("ký tự đặc biệt", lambda sign: unicodedata.category(sign)[0] in "PSZ"),
)


def password_faults(password: str, *, limits: SignInLimits, username: str = "", full_name: str = "") -> list[str]:
    """What keeps a password from being taken, each as a whole sentence; empty when it may be taken."""
    faults = []
    if len(password) < limits.password_length:
        faults.append(f"Mật khẩu cần ít nhất {limits.password_length} ký tự.")
    missing = [name for name, is_in in _CLASSES if not any(is_in(sign) for sign in password)]
    if missing:
        faults.append(f"Mật khẩu còn thiếu {', '.join(missing)}.")
    if len(set(password)) < 4:
        faults.append("Mật khẩu lặp lại quá ít ký tự khác nhau.")
    plain = re.sub(r"[\W_]", "", fold(password))
    name = re.sub(r"[\W_]", "", fold(full_name))
    user = re.sub(r"[\W_]", "", fold(username))
    if (len(user) >= 3 and user in plain) or (len(name) >= 5 and name in plain):
        faults.append("Mật khẩu không được chứa tên đăng nhập hoặc họ tên.")
    return faults


def is_idle(last_seen_at: dt.datetime, now: dt.datetime, limits: SignInLimits) -> bool:
    """Whether nothing has been done for so long that the screen locks."""
    return now - last_seen_at >= dt.timedelta(minutes=limits.idle_minutes)


def is_too_old(began_at: dt.datetime, now: dt.datetime, limits: SignInLimits) -> bool:
    """Whether a session has lasted as long as one may, however much was done in it."""
    return now - began_at >= dt.timedelta(hours=limits.session_hours)


def seconds_left(last_seen_at: dt.datetime, now: dt.datetime, limits: SignInLimits) -> int:
    """Until the screen locks; 0 when it is time."""
    left = dt.timedelta(minutes=limits.idle_minutes) - (now - last_seen_at)
    return max(0, int(left.total_seconds()))


def is_unused(last_used_at: dt.datetime, now: dt.datetime, limits: SignInLimits) -> bool:
    """Whether an account has lain unused so long that it is closed."""
    return now - last_used_at >= dt.timedelta(days=limits.unused_days)


def is_password_old(changed_at: dt.datetime, now: dt.datetime, limits: SignInLimits) -> bool:
    """Whether an administrator's password is due to be changed."""
    return now - changed_at >= dt.timedelta(days=limits.administrator_password_days)


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "máy tính Windows"),
    ("Android", "điện thoại hoặc máy tính bảng Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "máy tính Mac"),
    ("CrOS", "máy tính ChromeOS"),
    ("Linux", "máy tính Linux"),
)


def device_words(user_agent: str) -> str:
    """What a browser says it is, in plain words: «Chrome trên máy tính Windows»."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "Trình duyệt không rõ")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "thiết bị không rõ")
    return f"{browser} trên {system}"


def fingerprint(user_agent: str) -> str:
    """Coarse on purpose: versions are left out, for a browser may renew itself while somebody is signed in."""
    return hashlib.sha256(re.sub(r"[\d.]+", "", user_agent).encode("utf-8", "replace")).hexdigest()
