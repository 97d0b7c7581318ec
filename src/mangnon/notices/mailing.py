"""Django's mail backend over SMTP, which also knows how far a message got when something broke."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend


class _Telling(smtplib.SMTP):
    """Notes when the text of a message is under way: from then on only the server knows whether it took it."""

    is_in_text = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As Python's own; the note is taken back when the server has answered."""
        self.is_in_text = True
        answer = super().data(msg)
        self.is_in_text = False
        return answer


class _TellingOverTls(smtplib.SMTP_SSL, _Telling):
    """The same where the line is encrypted from its first byte."""


class SmtpBackend(EmailBackend):
    """Django's own, over connections that tell."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """What Django opens."""
        return _TellingOverTls if self.use_ssl else _Telling
