"""Sending what waits by SMTP: a bounded number of tries, and never a second message where nobody can say whether the
first arrived."""

from __future__ import annotations

import datetime as dt
import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from mangnon.kernel import clock
from mangnon.notices import rules
from mangnon.notices.models import Delivery
from mangnon.notices.selectors import is_mail_on
from mangnon.notices.terms import DeliveryState

Step = Callable[[], None]
# A message that somebody began to send so long ago was left by a process that died.
LEFT_AFTER = dt.timedelta(minutes=10)
_PAGE = 200


@dataclass(slots=True)
class Sent:
    """How a round of sending went."""

    sent: int = 0
    failed: int = 0
    unsure: int = 0
    waiting: int = 0
    skipped: int = 0


@dataclass(slots=True)
class _Line:
    """One connection to the mail server, opened when it is first needed and again after it broke."""

    backend: BaseEmailBackend | None = field(default=None)

    def open(self) -> BaseEmailBackend:
        if self.backend is None:
            found = get_connection()
            found.open()
            self.backend = found
        return self.backend

    def has_the_text(self) -> bool:
        """Whether the server had the text of the last message when something broke."""
        return bool(getattr(getattr(self.backend, "connection", None), "is_in_text", False))

    def close(self) -> None:
        if self.backend is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.backend.close()
        self.backend = None


def send_waiting(*, on: dt.date, step: Step | None = None, pause: Callable[[float], None] = time.sleep) -> Sent:
    """Send the e-mails of a day's digests that wait, each tried a few times; those of days before no longer.

    `step` is called after each message. With e-mail off nothing is done. Raises nothing of the mail server's; what
    `step` raises ends the round, and every message is in a state that another round goes on from.
    """
    done = Sent()
    if not is_mail_on():
        return done
    _tidy(on, done)
    line, most = _Line(), settings.REMINDING["mail_tries"]
    try:
        for number in range(most):
            if number and _waiting(on).filter(tries__lte=number).exists():
                pause(settings.REMINDING["mail_pause_seconds"] * 2 ** (number - 1))
            if not _round(on, number, line, done, step or (lambda: None)):
                line.close()
    finally:
        line.close()
    done.waiting = _waiting(on).count()
    return done


def _waiting(on: dt.date) -> Any:
    return Delivery.objects.filter(state=DeliveryState.WAITING, digest__on=on)


def _tidy(on: dt.date, done: Sent) -> None:
    """What days before left: not sent any more, and what somebody died over."""
    now = clock.now()
    old = Delivery.objects.filter(state=DeliveryState.WAITING, digest__on__lt=on)
    done.skipped = old.update(state=DeliveryState.SKIPPED, ended_at=now, told="Đã có bản nhắc việc mới hơn")
    left = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=clock.actual_now() - LEFT_AFTER)
    left.update(state=DeliveryState.UNSURE, ended_at=now, told="Tiến trình gửi bị ngắt giữa chừng")


def _round(on: dt.date, number: int, line: _Line, done: Sent, step: Step) -> bool:
    """One try for each that waits; False when the server could not be reached, so that the rest keeps its tries."""
    for row in _pages(on, number):
        claimed = Delivery.objects.filter(pk=row["pk"], state=DeliveryState.WAITING).update(
            state=DeliveryState.SENDING, tries=F("tries") + 1, claimed_at=clock.actual_now()
        )
        if not claimed:
            continue  # another process took it
        tries = row["tries"] + 1
        try:
            backend = line.open()
        except (OSError, smtplib.SMTPException) as error:
            _end(row["pk"], _failed(tries, error, was_taken=False), error, done)
            return False
        try:
            backend.send_messages([_message(row, backend)])
        except (OSError, smtplib.SMTPException) as error:
            _end(row["pk"], _failed(tries, error, was_taken=line.has_the_text()), error, done)
            line.close()
        except ValueError as error:  # an address that no message can be written to: the others are still sent
            _end(row["pk"], DeliveryState.FAILED, error, done)
        else:
            _end(row["pk"], DeliveryState.SENT, None, done)
        step()
    return True


def _pages(on: dt.date, number: int) -> Iterator[dict[str, Any]]:
    """Those of a day that wait and were tried less often, in turn."""
    last = 0
    while True:
        rows = list(
            _waiting(on)
            .filter(pk__gt=last, tries__lte=number)
            .order_by("pk")
            .values("pk", "tries", "digest_id", "digest__on", "digest__counts", "digest__person__email")[:_PAGE]
        )
        if not rows:
            return
        yield from rows
        last = rows[-1]["pk"]


def _message(row: dict[str, Any], backend: BaseEmailBackend) -> EmailMessage:
    address = f"{settings.SITE_ADDRESS}/nhac-viec/" if settings.SITE_ADDRESS else ""
    subject, text = rules.message_of(row["digest__counts"], on=row["digest__on"], address=address)
    host = settings.MAIL_FROM.rpartition("@")[2].strip("<> ") or "localhost"
    return EmailMessage(
        subject,
        text,
        settings.MAIL_FROM,
        [row["digest__person__email"]],
        connection=backend,
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<nhac-viec-{row['digest_id']}@{host}>"},
    )


def _failed(tries: int, error: Exception, *, was_taken: bool) -> DeliveryState:
    return rules.after_failure(
        tries=tries,
        most=settings.REMINDING["mail_tries"],
        is_final=_code_of(error) >= 500,
        was_taken=was_taken and _code_of(error) == 0,
    )


def _code_of(error: Exception) -> int:
    """What the server answered, as a number; 0 when it answered nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [int(code) for code, _ in error.recipients.values()]
        return max(codes, default=0)
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


_WORDS = {
    DeliveryState.UNSURE: "Mất kết nối khi máy chủ đang nhận thư",
    DeliveryState.FAILED: "Máy chủ không nhận thư",
    DeliveryState.WAITING: "Chưa gửi được, sẽ thử lại",
}


def _end(pk: int, state: DeliveryState, error: Exception | None, done: Sent) -> None:
    """Write how a try ended; only the code of the server's answer is kept, its words may hold the address."""
    code = _code_of(error) if error is not None else 0
    words = _WORDS.get(state, "")
    told = f"{words} (mã {code})" if code else words
    over = state != DeliveryState.WAITING
    Delivery.objects.filter(pk=pk).update(state=state, told=told, ended_at=clock.now() if over else None)
    done.sent += state == DeliveryState.SENT
    done.failed += state == DeliveryState.FAILED
    done.unsure += state == DeliveryState.UNSURE
