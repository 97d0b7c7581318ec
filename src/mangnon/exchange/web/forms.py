"""Forms of exchange."""

from __future__ import annotations

from typing import Any

from django import forms

MOST_FILES = 20


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Each file is told its own fault; here only the lack of any is."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files in the order they were chosen."""
        files = [file for file in data or [] if file]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class ReturnForm(forms.Form):
    """One file or several; each is checked by itself."""

    file = _FilesField(
        label="Tệp Excel các cơ quan gửi lại",
        widget=_ManyFiles(attrs={"accept": ".xlsx"}),
        help_text=f"Có thể chọn nhiều tệp cùng lúc, nhiều nhất {MOST_FILES} tệp, mỗi tệp đến 5 MB.",
        error_messages={"required": "Chưa chọn tệp. Hãy chọn ít nhất một tệp Excel (.xlsx)."},
    )
