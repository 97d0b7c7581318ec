"""Every act that any app records has its Vietnamese sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.audit.acts import object_of, sentence_of, wording
from mangnon.audit.public import record
from tests.architecture.walls import SOURCE

_ACT = re.compile(r"^[a-z][a-z_]+$")


def _constants(node: ast.expr) -> Iterator[str]:
    """Strings an expression may become: itself, or either branch of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _recorded() -> dict[str, set[str]]:
    """Acts and kinds of objects, with the files that name them, of every module that calls `record`."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        if not any(isinstance(call.func, ast.Name) and call.func.id == "record" for call in calls):
            continue
        given = [word for call in calls for word in call.keywords]
        expressions = [word.value for word in given if word.arg == "act"]
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "act" for t in node.targets):
                expressions.append(node.value)
        for expression in expressions:
            for act in _constants(expression):
                found.setdefault(act, set()).add(path.relative_to(SOURCE).as_posix())
    return found


def _object_types() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("record"):
                for word in node.keywords:
                    if word.arg == "object_type":
                        for name in _constants(word.value):
                            found.setdefault(name, set()).add(path.relative_to(SOURCE).as_posix())
    return found


def test_every_act_has_a_sentence() -> None:
    acts = _recorded()
    assert len(acts) > 20
    missing = {act: files for act, files in acts.items() if act not in wording().acts}
    assert not missing, f"tell each in src/mangnon/APP/data/acts.json (mangnon.audit.acts says how): {missing}"


def test_every_kind_of_object_has_a_name() -> None:
    missing = {name: files for name, files in _object_types().items() if name not in wording().objects}
    assert not missing, f"name each under «objects» in src/mangnon/APP/data/acts.json: {missing}"


def test_every_sentence_is_well_formed() -> None:
    for act, words in wording().acts.items():
        assert _ACT.match(act), act
        assert words == words.strip(), act
        assert not words.endswith("."), act
        rest = re.sub(r"\{\w+\}", "", re.sub(r"\[([^\[\]]*)\]", r"\1", words))
        assert not set("[]{}") & set(rest), (act, words)
        for part in re.findall(r"\[([^\[\]]*)\]", words):
            assert "{" in part, (act, part)


@pytest.mark.django_db
def test_a_sentence_says_what_is_known_and_leaves_out_what_is_not() -> None:
    def said(act: str, object_type: str, **details: object) -> str:
        return sentence_of(record(actor=SYSTEM, act=act, object_type=object_type, object_id=12, details=details))

    assert said("submit_report", "Report", version=2) == "gửi báo cáo số 12 (bản 2)"
    assert said("submit_report", "Report") == "gửi báo cáo số 12"
    assert said("return_report", "Report", version=1, resubmit_by="2025-06-02") == (
        "trả lại báo cáo số 12 (bản 1), hẹn gửi lại ngày 02/06/2025"
    )
    assert said("record_progress", "Assignment", before=0, after=40) == (
        "ghi tiến độ của phân công số 12: từ 0 % thành 40 %"
    )
    assert said("archive_audit", "ArchiveSegment", first=1) == "chuyển nhật ký từ dòng 1 đến dòng … ra tệp «…»"
    assert said("unheard_of", "Thing") == "thực hiện việc «unheard_of» đối với đối tượng «Thing» số 12"
    row = record(actor=SYSTEM, act="load_territory", object_type="Unit", object_id="*")
    assert object_of(row) == "đơn vị hành chính"
