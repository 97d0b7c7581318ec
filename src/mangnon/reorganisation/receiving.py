"""Event files: those delivered with the product and those brought in; which of them stand for the viewer's province."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import (
    EventFile,
    EventsRefused,
    Reorganisation,
    parse_event_file,
    shipped_event_file,
    shipped_event_files,
)
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.reorganisation.errors import BadEventFile
from mangnon.reorganisation.models import ReceivedEvents
from mangnon.reorganisation.policies import can_see_organisation, check_administrator

LARGEST_FILE = 4 * 1024 * 1024
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NOTHING_KEPT = "Chưa có gì được lưu hay thay đổi."


@dataclass(frozen=True, slots=True)
class EventFileState:
    """One event file and how it stands. `fault` says why a kept file can no longer be read."""

    code: str
    title: str
    file: EventFile | None
    received: ReceivedEvents | None
    applied: Reorganisation | None
    undone: Sequence[Reorganisation]
    fault: str = ""


def reorganisations(viewer: Actor) -> list[Reorganisation]:
    """Every reorganisation, applied or undone, that concerns the viewer's province, oldest first."""
    if not can_see_organisation(viewer):
        return []
    found = Reorganisation.objects.select_related("applied_by", "undone_by").prefetch_related("events")
    return [each for each in found if viewer.is_system or viewer.territory_codes & set(each.scope.split())]


def reorganisation_by_id(viewer: Actor, pk: int) -> Reorganisation | None:
    """One reorganisation, if it concerns the viewer's province."""
    return next((each for each in reorganisations(viewer) if each.pk == pk), None)


def event_files(viewer: Actor) -> list[EventFileState]:
    """The files delivered with the product, then those brought in for the viewer's province, by code."""
    mine = reorganisations(viewer)
    found = [_state(code, None, mine) for code in shipped_event_files()]
    return found + [_state(row.code, row, mine) for row in _received(viewer)]


def event_file_state(viewer: Actor, code: str) -> EventFileState | None:
    """One file by its code."""
    return next((state for state in event_files(viewer) if state.code == code), None)


def _received(viewer: Actor) -> list[ReceivedEvents]:
    rows = ReceivedEvents.objects.select_related("received_by").order_by("code", "pk")
    return list(rows if viewer.is_system else rows.filter(territory_code__in=viewer.territory_codes))


def _state(code: str, row: ReceivedEvents | None, mine: Sequence[Reorganisation]) -> EventFileState:
    file, fault = None, ""
    try:
        file = shipped_event_file(code) if row is None else parse_event_file(row.content)
    except EventsRefused as refusal:
        fault = refusal.message
    own = [each for each in mine if each.code == code]
    return EventFileState(
        code=code,
        title=file.title if file else row.title if row else code,
        file=file,
        received=row,
        applied=next((each for each in own if each.undone_at is None), None),
        undone=[each for each in own if each.undone_at is not None],
        fault=fault,
    )


def receive_events(*, actor: Actor, content: bytes) -> ReceivedEvents:
    """Keep an event file for the actor's province, checked in itself; the same file again changes nothing.

    A file of the same code takes the place of one that was not applied. Raises NotAllowed, EventsRefused (a fault of
    the file) and BadEventFile.
    """
    check_administrator(actor)
    if len(content) > LARGEST_FILE:
        raise BadEventFile(f"Tệp lớn quá 4 MB nên không phải là tệp sự kiện. {_NOTHING_KEPT} Hãy kiểm tra lại tệp.")
    file = parse_event_file(content)
    if not _CODE.fullmatch(file.code):
        raise BadEventFile(
            f"Mã «{file.code}» của tệp chưa đúng: chỉ gồm chữ không dấu, chữ số, dấu chấm, gạch nối và gạch dưới. "
            f"{_NOTHING_KEPT} Hãy sửa mã trong tệp."
        )
    if file.code in shipped_event_files():
        raise BadEventFile(
            f"Mã «{file.code}» là của tệp có sẵn trong phần mềm. {_NOTHING_KEPT} Hãy đặt mã khác cho tệp của tỉnh."
        )
    try:
        with transaction.atomic():
            return _keep(actor, file, content.decode(json.detect_encoding(content)))
    except IntegrityError as error:
        raise Stale(
            f"Người khác vừa nhận một tệp mang mã «{file.code}». Hãy mở lại danh sách và xem tệp ấy."
        ) from error


def _keep(actor: Actor, file: EventFile, text: str) -> ReceivedEvents:
    row = ReceivedEvents.objects.select_for_update().filter(territory_code=actor.territory_code, code=file.code).first()
    if row is not None and row.digest == file.digest:
        return row
    if any(each.undone_at is None and each.code == file.code for each in reorganisations(actor)):
        raise BadEventFile(
            f"Tệp mang mã «{file.code}» đã được áp dụng nên không thay được. {_NOTHING_KEPT} "
            "Hãy hoàn tác đợt ấy trước, hoặc đặt mã khác cho tệp mới."
        )
    row = row or ReceivedEvents(territory_code=actor.territory_code, code=file.code)
    row.title, row.content, row.digest = file.title, text, file.digest
    row.received_at, row.received_by_id = clock.now(), actor.user_id
    row.save()
    record(
        actor=actor,
        act="receive_events",
        object_type="ReceivedEvents",
        object_id=row.pk,
        details={"code": file.code, "digest": file.digest, "events": len(file.events)},
    )
    return row
