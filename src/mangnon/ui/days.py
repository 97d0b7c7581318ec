"""The box for a day: a person types it as officials write it, and the kernel says what is meant."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mangnon.kernel.dates import typed_day


class DayField(forms.DateField):
    """A day in a box of text, read by `kernel.dates.typed_day` alone: 30/06/2025, 30/6/2025, or 2025-06-30.

    `error_messages`: «required» and «invalid», where a page has better words than these.
    """

    default_error_messages = {
        "required": "Chưa có ngày. Hãy nhập theo dạng 30/06/2025.",
        "invalid": "Chưa hiểu ngày này. Hãy nhập theo dạng 30/06/2025.",
    }

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "placeholder": "ngày/tháng/năm", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        """A day, or None for an empty box. Raises ValidationError («invalid»)."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        day = typed_day(value)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day
