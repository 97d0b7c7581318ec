"""Forms of the acts on an assignment. They carry text and dates; what they may be is decided by the services.

Every form of one page has ids of its own (`auto_id` by act and assignment) and the plain names that machines send too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from mangnon.agencies.public import Agency
from mangnon.plans.terms import AssignmentRole
from mangnon.ui.days import DayField

RECEIVERS = "co-quan-nhan"
DELEGATES = "co-quan-cap-duoi"


def _day(label: str, *, required: bool = True, help_text: str = "") -> DayField:
    return DayField(label=label, required=required, help_text=help_text)


def _words(label: str, *, required: bool = True, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": "Phần này còn trống. Hãy ghi ít nhất một câu.",
            "max_length": "Phần này dài quá 2000 ký tự. Hãy rút gọn.",
        },
    )


def _body(label: str, listed: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=1000,
        widget=forms.TextInput(attrs={"list": listed, "autocomplete": "off"}),
        error_messages={"required": "Chưa nêu cơ quan. Hãy ghi tên cơ quan."},
    )


class ActForm(forms.Form):
    """What every act carries: the version of the assignment that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", True)
        super().__init__(*args, **kwargs)


class AsksWhom(forms.Form):
    """A form whose words may mean many bodies: they are shown, to be chosen from, before anything is given."""

    def __init__(self, *args: Any, meant: Sequence[Agency] = (), **kwargs: Any) -> None:
        """`meant`: the bodies that the words mean."""
        super().__init__(*args, **kwargs)
        self.meant = meant
        if meant:
            self.fields["chosen"] = forms.MultipleChoiceField(
                label=f"Giao cho những cơ quan nào trong {len(meant)} cơ quan",
                choices=[(str(each.pk), each.name) for each in meant],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields["asked"] = forms.CharField(required=False, widget=forms.HiddenInput)


class CompleteForm(ActForm):
    """The agency says that it is done; a reason where coordinators are silent."""

    reason = _words(
        "Lý do vẫn báo hoàn thành",
        required=False,
        rows=2,
        help_text="Chỉ cần khi còn cơ quan phối hợp chưa tiếp nhận hoặc chưa ghi nhận việc đã làm.",
    )


class AskReturnForm(ActForm):
    """Why the task is not the agency's own."""

    reason = _words(
        "Lý do trả lại", help_text="Nêu vì sao nhiệm vụ không thuộc cơ quan mình. Chỉ đề nghị được một lần."
    )


class AcceptReturnForm(ActForm):
    """Who does it instead."""

    receiver = _body("Giao cho cơ quan", RECEIVERS, required=False)
    answer = _words("Ý kiến", required=False, rows=2)


class RefuseForm(ActForm):
    """Why not."""

    answer = _words("Lý do không đồng ý", rows=2)


class AskExtensionForm(ActForm):
    """Until when, and why."""

    wanted_on = _day("Hạn đề nghị", help_text="Sau hạn đang có. Hạn cũ vẫn được lưu.")
    reason = _words("Lý do xin gia hạn")


class GrantExtensionForm(ActForm):
    """Until when."""

    granted_on = _day("Hạn mới", help_text="Có thể khác ngày được đề nghị, nhưng phải sau hạn đang có.")
    answer = _words("Ý kiến", required=False, rows=2)


class ConfirmForm(ActForm):
    """The result is as asked for."""

    remark = _words("Nhận xét", required=False, rows=2)


class SendBackForm(ActForm):
    """What is missing."""

    feedback = _words("Nội dung chưa đạt, cần làm lại")


class RecallForm(ActForm):
    """Why it is called back."""

    reason = _words("Lý do thu hồi", rows=2, help_text="Nêu văn bản hoặc ý kiến chỉ đạo làm căn cứ.")


class ReassignForm(ActForm):
    """Who does it instead from today on."""

    receiver = _body("Giao cho cơ quan", RECEIVERS)
    due_on = _day("Hạn mới", required=False, help_text="Để trống thì giữ hạn đang có. Hạn ban đầu luôn được lưu.")
    reason = _words("Lý do, căn cứ", rows=2)


class DelegateForm(AsksWhom, ActForm):
    """To whom below, what, until when."""

    receivers = _body(
        "Giao cho đơn vị, cơ quan cấp dưới",
        DELEGATES,
        help_text="Tên hoặc nhóm cơ quan, ví dụ «UBND các xã, phường»; nhiều tên cách nhau bằng dấu chấm phẩy.",
    )
    text = _words("Nội dung giao", rows=2)
    due_on = _day("Hạn", required=False, help_text="Không sau hạn của cơ quan mình. Để trống thì lấy đúng hạn ấy.")


class GiveForm(AsksWhom):
    """To whom more a task is given, in which role, until when, and on what ground."""

    receivers = _body(
        "Cơ quan nhận",
        RECEIVERS,
        help_text="Tên hoặc nhóm cơ quan, ví dụ «các sở, ban, ngành»; nhiều tên cách nhau bằng dấu chấm phẩy.",
    )
    role = forms.ChoiceField(
        label="Vai trò",
        choices=[
            (AssignmentRole.COORDINATOR, AssignmentRole.COORDINATOR.label),
            (AssignmentRole.MONITOR, AssignmentRole.MONITOR.label),
            (AssignmentRole.LEAD, AssignmentRole.LEAD.label),
        ],
        error_messages={
            "required": "Chưa chọn vai trò. Hãy chọn một vai trò.",
            "invalid_choice": "Vai trò này không có. Hãy chọn chủ trì, phối hợp hoặc theo dõi.",
        },
    )
    due_on = _day(
        "Hạn riêng",
        required=False,
        help_text="Để trống thì không có hạn riêng. Cơ quan theo dõi thì theo dõi đến ngày này, không tính quá hạn.",
    )
    reason = _words("Lý do, căn cứ", rows=2)
