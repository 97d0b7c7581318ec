"""Who may read and keep the evidence."""

from __future__ import annotations

from mangnon.accounts.public import Actor, Permission
from mangnon.kernel.refusals import NotAllowed


def may_read_audit(actor: Actor) -> bool:
    """Whether somebody reads the evidence of a province, the own one."""
    return actor.may(Permission.READ_AUDIT)


def check_may_keep_archive(actor: Actor) -> None:
    """Moving evidence into files is done by a command on the server, never by a page. Raises NotAllowed."""
    if not actor.is_system:
        raise NotAllowed("Chỉ lệnh quản trị trên máy chủ được lưu trữ hoặc khôi phục nhật ký. Nhật ký không thay đổi.")
