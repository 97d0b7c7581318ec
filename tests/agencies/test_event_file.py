"""What an event file may say."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.agencies.errors import EventsRefused
from mangnon.agencies.rules.event_file import (
    LARGEST_FILE,
    parse_event_file,
    read_event_file,
    shipped_event_file,
    shipped_event_files,
)
from mangnon.agencies.terms import EventKind, FactTag


def event(**changes: Any) -> dict[str, Any]:
    """A sound event, with changes."""
    return {
        "kind": "merge",
        "effective_on": "2025-05-01",
        "document_number": "1/QĐ-UBND",
        "tag": "S",
        "sources": ["SO_NGV"],
        "targets": [{"body": "VP_UBND"}],
        **changes,
    }


def a_file(*events: dict[str, Any], **changes: Any) -> str:
    """An event file of some events."""
    return json.dumps({"code": "thu", "title": "Sắp xếp thử", "source": "thử", "events": list(events), **changes})


def test_the_files_delivered_are_sound() -> None:
    assert shipped_event_files() == ("2025-03-01", "2025-07-01")
    for code in shipped_event_files():
        file = shipped_event_file(code)
        assert (file.code, len(file.digest)) == (code, 64)
        assert {spec.effective_on for spec in file.events} == {dt.date.fromisoformat(code)}
        assert all(spec.basis for spec in file.events)


def test_what_is_not_verified_is_a_possibility_and_never_taken_by_itself() -> None:
    file = shipped_event_file("2025-03-01")
    assert set(file.options) == {
        "thue",
        "khoa-hoc-cong-nghe/CONG_AN/cyber_safety",
        "lao-dong-thuong-binh-xa-hoi/SO_NV/gender_equality",
    }
    plain = file.chosen([])
    assert all(spec.is_verified for spec in plain.events)
    assert all(target.is_verified for spec in plain.events for target in spec.targets)


def test_a_chosen_possibility_takes_its_function_from_whoever_was_to_have_it() -> None:
    targets = [
        {"body": "SO_YT", "functions": ["child_affairs", "social_evils"], "tag": "S"},
        {"body": "SO_NV", "functions": ["labour"], "tag": "S"},
        {"body": "CONG_AN", "functions": ["social_evils"], "tag": "R"},
    ]
    file = parse_event_file(a_file(event(key="x", kind="split", sources=["SO_LDTBXH"], targets=targets)))
    assert file.options == ("x/CONG_AN/social_evils",)
    (spec,) = file.chosen(file.options).events
    assert [(target.body, target.functions, target.tag) for target in spec.targets] == [
        ("SO_YT", ("child_affairs",), FactTag.SECONDARY),
        ("SO_NV", ("labour",), FactTag.SECONDARY),
        ("CONG_AN", ("social_evils",), FactTag.RECALLED),
    ]
    with pytest.raises(EventsRefused) as refusal:
        file.chosen(["khac"])
    assert refusal.value.code == "unknown_choice"


_SPLIT = {"kind": "split", "sources": ["SO_LDTBXH"]}
_REFUSED: list[tuple[str, str]] = [
    ("", "malformed_file"),
    ("[]", "malformed_file"),
    ("{", "malformed_file"),
    ("[" * 100_000, "malformed_file"),
    (a_file(), "malformed_file"),
    (a_file(event(), code=""), "malformed_file"),
    (a_file(event(), title="x" * 301), "malformed_file"),
    (a_file(event(), title=["x"]), "malformed_file"),
    (a_file(event(effective_on="01/09/2025")), "malformed_file"),
    (a_file(event(effective_on=20250901)), "malformed_file"),
    (a_file(event(tag="X")), "malformed_file"),
    (a_file(event(sources="SO_NGV")), "malformed_file"),
    (a_file(event(sources=[1])), "malformed_file"),
    (a_file(event(sources=[])), "malformed_file"),
    (a_file(event(applies_to="62")), "malformed_file"),
    (a_file(event(applies_to=["Kon Tum"])), "malformed_file"),
    (a_file(event(targets=["VP_UBND"])), "malformed_file"),
    (a_file(event(kind="explode")), "unknown_kind"),
    (a_file(event(sources=["SO_KHONG_CO"])), "unknown_body"),
    (a_file(event(targets=[{"body": "SO_KHONG_CO"}])), "unknown_body"),
    (a_file(event(requires=["SO_KHONG_CO"])), "unknown_body"),
    (a_file(event(), bodies=[{"code": "SO_YT", "name": "x", "short": "x", "kind": "department"}]), "unknown_body"),
    (a_file(event(), bodies=[{"code": "so-moi", "name": "x", "short": "x", "kind": "department"}]), "unknown_body"),
    (a_file(event(), bodies=[{"code": "SO_MOI", "name": "x", "short": "x", "kind": "sở"}]), "unknown_kind"),
    (a_file(event(targets=[{"body": "VP_UBND", "functions": ["bay"]}])), "unknown_function"),
    (a_file(event(key="a"), event(key="a", sources=["SO_DL"])), "same_key"),
    (a_file(event(kind="rename", sources=["SO_NGV", "SO_DL"])), "bad_shape"),
    (a_file(event(kind="merge", targets=[{"body": "VP_UBND", "functions": ["office"]}])), "bad_shape"),
    (a_file(event(kind="transfer")), "bad_shape"),
    (a_file(event(**_SPLIT, targets=[{"body": "SO_YT"}])), "bad_shape"),
    (a_file(event(kind="abolish_level")), "bad_shape"),
    (a_file(event(targets=[{"body": "same_body_of_new_province"}])), "bad_shape"),
    (a_file(event(sources=["every_committee_of_the_level"])), "bad_shape"),
    (
        a_file(
            event(
                **_SPLIT,
                targets=[{"body": "SO_YT", "functions": ["merit"]}, {"body": "SO_NV", "functions": ["merit"]}],
            )
        ),
        "contradiction",
    ),
    (
        a_file(event(kind="transfer", sources=["SO_NV"], targets=[{"body": "SO_NV", "functions": ["religion"]}])),
        "contradiction",
    ),
    (a_file(event(sources=["SO_CT"], targets=[{"body": "SO_CT"}])), "contradiction"),
    (a_file(event(), event(targets=[{"body": "SO_TC"}])), "contradiction"),
    (a_file(event(), event(sources=["VP_UBND"], targets=[{"body": "SO_NGV"}])), "contradiction"),
    (a_file(event(), event(sources=["VP_UBND"], targets=[{"body": "SO_TC"}])), "contradiction"),
]


@pytest.mark.parametrize(("content", "code"), _REFUSED, ids=range(len(_REFUSED)))
def test_a_faulty_file_is_refused_with_one_sentence(content: str, code: str) -> None:
    with pytest.raises(EventsRefused) as refusal:
        parse_event_file(content)
    assert refusal.value.code == code
    assert "Chưa có gì bị thay đổi." in refusal.value.message
    assert "\n" not in refusal.value.message


def test_events_of_one_day_in_different_provinces_do_not_meet() -> None:
    first = event(applies_to=["62"])
    second = event(applies_to=["51"], targets=[{"body": "SO_TC"}])
    assert len(parse_event_file(a_file(first, second)).events) == 2


def test_a_file_is_read_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(a_file(event()), encoding="utf-8")
    assert read_event_file(path).events[0].kind == EventKind.MERGE
    for bad, code in ((tmp_path / "khong-co.json", "unreadable_file"), (tmp_path, "unreadable_file")):
        with pytest.raises(EventsRefused) as refusal:
            read_event_file(bad)
        assert refusal.value.code == code
    path.write_bytes(b" " * (LARGEST_FILE + 1))
    with pytest.raises(EventsRefused, match="quá lớn"):
        read_event_file(path)


def test_the_digest_is_of_what_the_file_says_not_of_how_it_is_written() -> None:
    plain = a_file(event())
    assert parse_event_file(plain).digest == parse_event_file(json.dumps(json.loads(plain), indent=4)).digest
    assert parse_event_file(plain).digest != parse_event_file(a_file(event(note="khác"))).digest


_WORDS = ["code", "title", "events", "kind", "sources", "targets", "body", "effective_on", "tag"]
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["merge", "SO_YT", "2025-01-01"])
)
_JSON: st.SearchStrategy[object] = st.deferred(
    lambda: _LEAVES | st.lists(_JSON, max_size=3) | st.dictionaries(st.sampled_from(_WORDS), _JSON, max_size=5)
)


@given(_JSON)
def test_whatever_a_file_holds_it_is_read_or_refused(data: Any) -> None:
    with contextlib.suppress(EventsRefused):
        assert parse_event_file(json.dumps(data)).events
