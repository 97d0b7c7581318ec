"""What an event file may say. Reading and checking only: whether it fits a province is asked when it is applied."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Collection, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from mangnon.agencies.catalogue import CatalogueAgency, CatalogueFunction, load_catalogue
from mangnon.agencies.functions import load_functions
from mangnon.agencies.rules.events import (
    COMMITTEES_OF_LEVEL,
    TARGET_OF,
    EventFile,
    EventSpec,
    TargetSpec,
    check_same_day,
    refused,
)
from mangnon.agencies.terms import EventKind, FactTag

LARGEST_FILE = 4 * 1024 * 1024
_FULL_CODE = re.compile(r"^\d{2}\.[A-Z0-9_]+(\.[0-9A-Z_]+)*$")
_KINDS_OF_BODY = frozenset(item.kind for item in load_catalogue().agencies)


def shipped_event_files() -> tuple[str, ...]:
    """The codes of the event files delivered with the product, by date."""
    folder = resources.files("mangnon.agencies") / "data" / "events"
    return tuple(sorted(item.name.removesuffix(".json") for item in folder.iterdir() if item.name.endswith(".json")))


def shipped_event_file(code: str) -> EventFile:
    """An event file delivered with the product. Raises EventsRefused (`unknown_file`)."""
    if code not in shipped_event_files():
        raise refused("unknown_file", f"Không có tệp sự kiện nào mang mã «{code}»", "Hãy chọn một tệp có sẵn.")
    path = resources.files("mangnon.agencies") / "data" / "events" / f"{code}.json"
    return parse_event_file(path.read_bytes())


def read_event_file(path: Path) -> EventFile:
    """The event file at a path. Raises EventsRefused (`unreadable_file`, `malformed_file`, …)."""
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None
    except OSError as error:
        raise refused("unreadable_file", f"Không đọc được tệp «{path.name}»", "Hãy kiểm tra đường dẫn.") from error
    if content is None:
        raise refused("too_large_file", f"Tệp «{path.name}» quá lớn đối với một tệp sự kiện")
    return parse_event_file(content)


def parse_event_file(content: bytes | str) -> EventFile:
    """An event file from its bytes, checked in itself. Raises EventsRefused with one sentence for the first fault.

    Codes: `malformed_file`, `unknown_kind`, `unknown_body`, `unknown_function`, `same_key`, `bad_shape`,
    `contradiction`.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise refused("malformed_file", "Tệp sự kiện không đúng định dạng dữ liệu") from error
    fields = _Fields(data, "Tệp sự kiện")
    bodies = tuple(_own_body(item) for item in fields.list_of("bodies", optional=True))
    known = {item.code for item in load_catalogue().agencies} | {item.code for item in bodies}
    events = tuple(_event(item, number, known) for number, item in enumerate(fields.list_of("events"), start=1))
    keys = [event.key for event in events]
    if len(set(keys)) < len(keys):
        raise refused("same_key", "Tệp sự kiện có hai sự kiện cùng mã (key)")
    for event in events:
        _check_shape(event)
    check_same_day(events)
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return EventFile(
        code=fields.text("code", longest=80),
        title=fields.text("title", longest=300),
        source=fields.text("source", optional=True),
        events=events,
        bodies=bodies,
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
    )


class _Fields:
    """Reads one object of the file and says in Vietnamese what is wrong with it."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise refused("malformed_file", f"{where} phải là một nhóm các mục có tên")
        self._data: Mapping[str, Any] = data
        self._where = where

    def text(self, name: str, *, optional: bool = False, longest: int = 400) -> str:
        value = self._data.get(name, "")
        if not isinstance(value, str) or (not value.strip() and not optional) or "\x00" in value:
            raise refused("malformed_file", f"{self._where}: mục «{name}» thiếu hoặc không phải là chữ")
        if len(value) > longest:
            raise refused("malformed_file", f"{self._where}: mục «{name}» dài quá {longest} ký tự")
        return value.strip()

    def day(self, name: str) -> dt.date:
        try:
            return dt.date.fromisoformat(self.text(name))
        except ValueError as error:
            raise refused(
                "malformed_file", f"{self._where}: mục «{name}» không phải là ngày (năm-tháng-ngày)"
            ) from error

    def tag(self, name: str, default: FactTag = FactTag.RECALLED) -> FactTag:
        value = self.text(name, optional=True) or default
        if value not in set(FactTag):
            raise refused("malformed_file", f"{self._where}: mức kiểm chứng «{value}» không có")
        return FactTag(value)

    def list_of(self, name: str, *, optional: bool = False) -> list[Any]:
        value = self._data.get(name, [])
        if not isinstance(value, list) or (not value and not optional):
            raise refused("malformed_file", f"{self._where}: mục «{name}» thiếu hoặc không phải là danh sách")
        return value

    def texts(self, name: str, *, optional: bool = False) -> tuple[str, ...]:
        values = self.list_of(name, optional=optional)
        if not all(isinstance(value, str) and value for value in values):
            raise refused("malformed_file", f"{self._where}: mục «{name}» phải gồm toàn chữ")
        return tuple(dict.fromkeys(values))

    def raw(self, name: str) -> Any:
        return self._data.get(name)


def _own_body(data: Any) -> CatalogueAgency:
    fields = _Fields(data, "Cơ quan khai trong tệp")
    code = fields.text("code", longest=40)
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", code):
        raise refused("unknown_body", f"Mã cơ quan «{code}» không đúng dạng (chữ hoa, số, gạch dưới)")
    if load_catalogue().agency(code) is not None:
        raise refused("unknown_body", f"Mã «{code}» đã có trong danh mục cơ quan, không khai lại được")
    kind = fields.text("kind", longest=40)
    if kind not in _KINDS_OF_BODY:
        raise refused("unknown_kind", f"Cơ quan «{code}»: loại «{kind}» không có")
    functions = fields.texts("functions", optional=True)
    _check_functions(functions, f"Cơ quan «{code}»")
    return CatalogueAgency(
        code=code,
        name=fields.text("name", longest=200),
        short=fields.text("short", longest=80),
        kind=kind,
        level="province",
        aliases=fields.texts("aliases", optional=True),
        functions=tuple(CatalogueFunction(function) for function in functions),
        valid_from=None,
        valid_to=None,
        basis=fields.text("basis", optional=True, longest=300) or None,
        basis_tag=None,
        source=None,
        tag=fields.tag("tag"),
        uniform=False,
    )


def _event(data: Any, number: int, known: Collection[str]) -> EventSpec:
    where = f"Sự kiện thứ {number}"
    fields = _Fields(data, where)
    kind = fields.text("kind")
    if kind not in set(EventKind):
        raise refused("unknown_kind", f"{where}: loại sự kiện «{kind}» không có")
    key = fields.text("key", optional=True, longest=60) or str(number)
    tag = fields.tag("tag")
    sources = fields.texts("sources")
    requires = fields.texts("requires", optional=True)
    for code in (*sources, *requires):
        _check_body(code, known, where)
    applies_to, level = _scope(fields, where)
    return EventSpec(
        key=key,
        kind=EventKind(kind),
        effective_on=fields.day("effective_on"),
        document_number=fields.text("document_number", optional=True, longest=80),
        basis=fields.text("basis", optional=True),
        tag=tag,
        note=fields.text("note", optional=True, longest=2000),
        applies_to=applies_to,
        level=level,
        requires=requires,
        sources=sources,
        targets=tuple(
            _target(item, key, tag, known, where) for item in fields.list_of("targets", optional=kind == "dissolve")
        ),
    )


def _scope(fields: _Fields, where: str) -> tuple[frozenset[str] | None, str]:
    value = fields.raw("applies_to")
    if value is None or value == "every_province":
        return None, ""
    if isinstance(value, dict) and value.get("level") == "district":
        return None, "district"
    if (
        isinstance(value, list)
        and value
        and all(isinstance(code, str) and re.fullmatch(r"\d{2}", code) for code in value)
    ):
        return frozenset(value), ""
    raise refused(
        "malformed_file", f"{where}: phạm vi áp dụng không đúng (mọi tỉnh, danh sách mã tỉnh, hoặc cấp huyện)"
    )


def _target(data: Any, key: str, event_tag: FactTag, known: Collection[str], where: str) -> TargetSpec:
    fields = _Fields(data, f"{where}, nơi nhận")
    body = None if fields.raw("body") is None else fields.text("body", longest=60)
    if body is not None:
        _check_body(body, known, where)
    functions = fields.texts("functions", optional=True)
    _check_functions(functions, where)
    return TargetSpec(
        body=body,
        functions=functions,
        tag=fields.tag("tag", event_tag),
        note=fields.text("note", optional=True, longest=300),
        key="/".join([key, body or "-", *functions[:1]]),
    )


def _check_body(code: str, known: Collection[str], where: str) -> None:
    expressions = {*TARGET_OF, *TARGET_OF.values()}
    if code not in known and code not in expressions and not _FULL_CODE.match(code):
        raise refused("unknown_body", f"{where}: không có cơ quan nào mang mã «{code}» trong danh mục")


def _check_functions(functions: Collection[str], where: str) -> None:
    for code in functions:
        if code not in load_functions():
            raise refused("unknown_function", f"{where}: không có nhiệm vụ nào mang mã «{code}» trong danh mục")


def _check_shape(event: EventSpec) -> None:
    """What each kind of event needs. Possibilities (R, D) of a verified event stand beside its own targets."""
    where = f"Sự kiện «{event.key}» ({event.kind.label.lower()})"
    targets = [target for target in event.targets if target.is_verified or not event.is_verified]
    rest = [target for target in targets if not target.functions]
    named = [function for target in targets for function in target.functions]
    expression = next((source for source in event.sources if source in TARGET_OF), None)
    if expression is not None:
        if len(event.sources) > 1 or [target.body for target in event.targets] != [TARGET_OF[expression]]:
            raise refused("bad_shape", f"{where}: nơi nhận không khớp với cách nêu cơ quan giao")
        if (expression == COMMITTEES_OF_LEVEL) != (event.kind == EventKind.ABOLISH_LEVEL and bool(event.level)):
            raise refused("bad_shape", f"{where}: bỏ cấp hành chính phải nêu cấp, và chỉ dùng cho bỏ cấp")
        return
    if event.kind == EventKind.ABOLISH_LEVEL or any(target.body in TARGET_OF.values() for target in event.targets):
        raise refused("bad_shape", f"{where}: cách nêu cơ quan giao, nhận không khớp với loại sự kiện")
    if len(set(named)) < len(named) or len(rest) > 1:
        raise refused("contradiction", f"{where}: một nhiệm vụ được giao cho hai nơi")
    faults = {
        EventKind.RENAME: len(event.sources) != 1 or len(targets) != 1 or bool(named),
        EventKind.MERGE: len(rest) != 1,
        EventKind.SPLIT: len(event.sources) != 1 or len(targets) < 2,
        EventKind.TRANSFER: not targets or bool(rest),
        EventKind.DISSOLVE: bool(rest) and rest[0].body is not None,
    }
    if faults.get(event.kind, False):
        raise refused("bad_shape", f"{where}: số cơ quan giao, nhận hoặc nhiệm vụ không khớp với loại sự kiện")
    bodies = {target.body for target in event.targets}
    gives_to_itself = event.kind in (EventKind.TRANSFER, EventKind.DISSOLVE) and bodies & set(event.sources)
    if gives_to_itself or bodies == set(event.sources):
        raise refused("contradiction", f"{where}: cơ quan giao và cơ quan nhận là một")
