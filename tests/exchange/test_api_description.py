"""The description of the interface: valid, whole, and true of what is answered, whatever is sent."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from mangnon.audit.models import AuditRow
from mangnon.exchange.rest.api import description
from mangnon.exchange.rest.problems import CONTENT_TYPE
from tests.exchange.asking import Program, program
from tests.journeys.provinces import World

_ROOT = "urn:openapi"
# Acts on a record that has a version; what is only added beside a record needs none.
_WITH_VERSION = {
    *("accept", "progress", "report_complete", "confirm_complete", "send_back", "recall", "reassign", "delegate"),
    *("ask_extension", "grant_extension", "refuse_extension", "ask_return", "accept_return", "refuse_return"),
    *("change_activity", "record_activity", "drop_activity", "resume_activity"),
    *("change_budget_line", "remove_budget_line", "change_comment"),
    *("change_agency_plan", "withdraw_agency_plan", "replace_plan"),
    *("answer_difficulty", "escalate_difficulty", "adjust_for_difficulty", "reopen_difficulty"),
}


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(description()))
    return told


@lru_cache(maxsize=1)
def _registry() -> Any:
    return Registry().with_resource(
        _ROOT, Resource.from_contents({**_told(), "$schema": Draft202012Validator.META_SCHEMA["$id"]})
    )


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(address, method, way) for address, ways in _told()["paths"].items() for method, way in ways.items()]


def test_what_answers_with_a_file_says_so() -> None:
    files = {address for address, _, way in _operations() if "octet-stream" in str(way["responses"].get("200"))}
    assert {"/api/plans/{code}/annex"} < files
    assert all(address.endswith(("/file", "/annex")) for address in files)


def _check(schema: dict[str, Any], said: Any) -> None:
    """The answer is what the description says."""
    whole = json.loads(json.dumps(schema).replace('"#/components', f'"{_ROOT}#/components'))
    Draft202012Validator(whole, registry=_registry()).validate(said)


def test_it_is_open_and_every_schema_in_it_is_sound() -> None:
    answer = Client().get("/api/openapi.json")
    assert answer.json() == _told()
    assert answer.json()["openapi"].startswith("3.1")
    for schema in _told()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    names = [way["operationId"] for _, _, way in _operations()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("address", "method", "way"), _operations(), ids=lambda part: str(part)[:60])
def test_every_way_tells_how_it_answers(address: str, method: str, way: dict[str, Any]) -> None:
    assert way["summary"]
    assert way["description"]
    told = set(way["responses"])
    assert {"400", "401", "403", "404", "405", "422", "429", "500"} <= told
    for status, answer in way["responses"].items():
        if int(status) >= 400:
            assert list(answer["content"]) == [CONTENT_TYPE], status
    headers = {each["name"]: each["required"] for each in way["parameters"] if each["in"] == "header"}
    if method == "post":
        assert {"409", "412", "413", "415", "428"} <= told
        assert "Idempotency-Key" in headers
        assert headers.get("If-Match", False) == (way["operationId"].rpartition("_api_")[2] in _WITH_VERSION)
    assert not [name for name in way if name.startswith("x-")]


# ---- whatever is sent ----
_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=30),
    st.sampled_from(["2025-02-29", "0001-01-01", "9999-12-31", "\u0000", "𝒙" * 50, "đ", "' OR 1=1 --", "-1", "1e400"]),
    st.lists(st.integers(), max_size=3),
)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = _told()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _fitting(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that the schema takes."""
    schema = _resolved(schema)
    if "anyOf" in schema:
        return st.one_of(*(_fitting(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema.get("type")
    if kind == "object":
        named = schema.get("properties", {})
        needed = {name: _fitting(named[name]) for name in schema.get("required", [])}
        more = {name: _fitting(each) for name, each in named.items() if name not in needed}
        return st.fixed_dictionaries(needed, optional=more)
    if kind == "array":
        return st.lists(_fitting(schema["items"]), min_size=schema.get("minItems", 0), max_size=4)
    if kind == "integer":
        return st.integers(schema.get("minimum", -(2**70)), schema.get("maximum", 2**70))
    if schema.get("format") == "date":
        return st.dates().map(str)
    if kind == "string":
        return st.text(min_size=schema.get("minLength", 0), max_size=min(schema.get("maxLength", 40), 40))
    return st.none()


def _sendable(address: str, way: dict[str, Any], ids: dict[str, list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """A request: mostly what the description asks for, sometimes something else entirely."""
    body = way.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    query = {each["name"]: _fitting(each["schema"]) for each in way["parameters"] if each["in"] == "query"}
    parts = {name: st.sampled_from(values) for name, values in ids.items() if "{" + name + "}" in address}
    return st.fixed_dictionaries(
        {
            "parts": st.fixed_dictionaries(parts),
            "query": st.fixed_dictionaries({}, optional={name: st.one_of(each, _ODD) for name, each in query.items()}),
            "body": st.one_of(_fitting(body), _ODD, st.dictionaries(st.text(max_size=8), _ODD, max_size=3))
            if body
            else st.none(),
            "match": st.sampled_from(["*", '"1"', "", "x", '"999-abc"']),
        }
    )


def _ask(asks: Program, address: str, method: str, request: dict[str, Any]) -> Any:
    path = re.sub(r"\{(\w+)\}", lambda found: str(request["parts"][found[1]]), address)
    if method == "get":
        told = {name: value for name, value in request["query"].items() if value is not None}
        return asks.client.get(path, told, headers={"Authorization": f"Bearer {asks.key}"})
    return asks.post(path, request["body"], match=request["match"])


@pytest.mark.parametrize("part", range(4))
def test_whatever_is_sent_is_answered_as_described(scene: World, part: int) -> None:
    """No fault of ours, no answer that the description does not tell, and evidence only of what was done."""
    ids: dict[str, list[Any]] = {
        "code": [scene.plan.code, "KHONG-CO"],
        "task_id": [scene.task.pk, 0, 10**30],
        "assignment_id": [scene.assignments["own"].pk, 1, 10**18],
        "activity_id": [1, 10**18],
        "evidence_id": [1, 10**18],
        "document": ["khong-co"],
        "link_id": [1, 10**18],
        "list_id": [1, 10**18],
        "paragraph": ["30", "30a", "x" * 300],
        "difficulty_id": [scene.difficulty.pk if scene.difficulty else 0, 10**9],
        "line_id": [1, 10**18],
        "programme_id": [1, 10**18],
        "agency_plan_id": [1, 10**18],
        "comment_id": [1, 10**18],
        "contribution_id": [1, 10**18],
        "day_id": [1, 10**18],
        "act_id": [1, 10**18],
        "urging_id": [1, 10**18],
        "batch_id": [1, 10**18],
        "workbook_id": [1, 10**18],
        "order": [1, 10**18],
        "day": ["2025-05-20", "hom-qua", "0001-01-01"],
        "year": [2025, 0, 10**30],
    }
    people = [program(scene, person) for person in ("lead", "department")]
    ways = _operations()[part::4]

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(data=st.data())
    def whatever(data: st.DataObject) -> None:
        address, method, way = data.draw(st.sampled_from(ways))
        request = data.draw(_sendable(address, way, ids))
        rows = AuditRow.objects.count()
        answer = _ask(data.draw(st.sampled_from(people)), address, method, request)
        assert str(answer.status_code) in way["responses"], (answer.status_code, answer.content[:300])
        assert answer.status_code != 500, answer.content
        told = way["responses"][str(answer.status_code)]["content"]
        kind = answer["Content-Type"].partition(";")[0]
        if "application/octet-stream" in told:
            assert answer.content[:2] == b"PK", "a workbook or a letter"
        else:
            _check(told[kind]["schema"], answer.json())
        if answer.status_code >= 400 or method == "get":
            assert AuditRow.objects.count() == rows

    whatever()
