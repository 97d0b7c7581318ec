"""The traps catch what they are set for, and let through what is meant."""

from __future__ import annotations

import datetime as dt
import os
import socket

import pytest
from django.contrib.auth.models import Group
from django.db.models import Count
from django.template import Context, Engine

from mangnon.kernel import clock
from tests.conftest import STILL_AT
from tests.harness.htmx import assert_same_as_fresh
from tests.harness.network import NetworkReached
from tests.harness.queries import assert_constant_queries
from tests.harness.undefined import UndefinedVariable


def _render(source: str, **context: object) -> str:
    return Engine().from_string(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    ["{{ missing }}", "{{ row.missing }}", "{{ missing|upper }}", "{% with x=missing %}{{ x }}{% endwith %}"],
)
def test_an_undefined_variable_fails(source: str) -> None:
    with pytest.raises(UndefinedVariable):
        _render(source, row={})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if missing %}x{% endif %}", ""),
        ("{% for x in missing %}x{% endfor %}", ""),
        ("{{ missing|default:'–' }}", "–"),
        ("{{ empty }}", ""),
        ("{{ none|default_if_none:'–' }}", "–"),
        ("{{ word|upper }}{{ 3|add:4 }}", "MĂNG7"),
    ],
)
def test_what_says_that_it_may_be_missing_may(source: str, expected: str) -> None:
    assert _render(source, empty="", none=None, word="măng") == expected


def test_a_value_is_asked_for_once() -> None:
    asked = []
    assert _render("{{ ask|upper }}", ask=lambda: asked.append(1) or "a") == "A"
    assert len(asked) == 1


def test_the_network_is_closed() -> None:
    with socket.socket() as tried, pytest.raises(NetworkReached):
        tried.connect(("192.0.2.1", 80))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried, pytest.raises(NetworkReached):
        tried.sendto(b"x", ("192.0.2.1", 53))


def test_this_machine_is_open() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        client.connect(server.getsockname())


def test_the_clock_stands_still() -> None:
    assert clock.now() == STILL_AT
    assert clock.today() == dt.date(2025, 5, 20)


@pytest.mark.django_db
def test_a_query_without_an_order_comes_in_any_order() -> None:
    Group.objects.bulk_create([Group(name=f"{number:02d}") for number in range(12)])
    orders = {tuple(Group.objects.values_list("name", flat=True)) for _ in range(6)}
    assert len(orders) > 1
    assert len({tuple(Group.objects.order_by("name").values_list("name", flat=True)) for _ in range(6)}) == 1


@pytest.mark.django_db
def test_every_other_kind_of_query_still_runs() -> None:
    Group.objects.bulk_create([Group(name=name) for name in "abc"])
    assert Group.objects.count() == 3
    assert Group.objects.filter(name="a").exists()
    assert Group.objects.get(name="a").name == "a"
    assert set(Group.objects.values_list("name", flat=True).distinct()) == {"a", "b", "c"}
    assert Group.objects.filter(pk__in=Group.objects.filter(name__in="ab")).count() == 2
    assert Group.objects.filter(name="a").union(Group.objects.filter(name="b")).count() == 2
    assert {row["n"] for row in Group.objects.values("name").annotate(n=Count("user"))} == {0}
    assert Group.objects.aggregate(n=Count("pk")) == {"n": 3}
    assert Group.objects.filter(name="c").update(name="d") == 1
    assert Group.objects.select_for_update().filter(name="d").first() is not None
    assert Group.objects.filter(pk__in=Group.objects.filter(name="d")).delete()[0] == 1


@pytest.mark.django_db
def test_a_query_per_row_is_found() -> None:
    def add_row() -> None:
        Group.objects.create(name=str(Group.objects.count()))

    assert_constant_queries(add_row=add_row, read=lambda: list(Group.objects.all()))
    with pytest.raises(AssertionError, match="queries for one row"):
        assert_constant_queries(
            add_row=add_row, read=lambda: [list(group.permissions.all()) for group in Group.objects.all()]
        )


PAGE = '<body><p id="n">{n}</p><ul id="list">{rows}</ul><input name="csrfmiddlewaretoken" value="{token}"></body>'


def test_a_fragment_that_updates_everything_passes() -> None:
    assert_same_as_fresh(
        PAGE.format(n=1, rows="<li>a</li>", token="x"),
        '<ul id="list"><li>a</li> <li>b</li></ul><p id="n" hx-swap-oob="true">2</p>',
        PAGE.format(n=2, rows="<li>a</li><li>b</li>", token="y"),
        target="list",
    )


def test_a_fragment_that_forgets_the_count_is_found() -> None:
    with pytest.raises(AssertionError):
        assert_same_as_fresh(
            PAGE.format(n=1, rows="<li>a</li>", token="x"),
            '<ul id="list"><li>a</li><li>b</li></ul>',
            PAGE.format(n=2, rows="<li>a</li><li>b</li>", token="y"),
            target="list",
        )


def test_a_fragment_for_a_place_that_is_not_there_is_found() -> None:
    with pytest.raises(AssertionError, match="0 elements with id"):
        assert_same_as_fresh("<body></body>", "<p>x</p>", "<body></body>", target="list")


def test_neither_the_users_data_nor_the_users_database_is_in_reach() -> None:
    assert "mangnon-test-" in os.environ["MANGNON_HOME"]
    assert "DATABASE_URL" not in os.environ
