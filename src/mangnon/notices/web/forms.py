"""Forms of the pages of reminding."""

from __future__ import annotations

from django import forms


class MailForm(forms.Form):
    """Whether digests come by e-mail too."""

    by_mail = forms.BooleanField(label="Gửi cả bản nhắc việc bằng thư điện tử", required=False)
