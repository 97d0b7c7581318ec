"""Every page that offers its table as a file: under every filter the file holds the rows that the page shows, in order
(over all its pages, a sum at its foot with them).

The pages are found by walking through every door (`every_door`) and reading the links, so a new table is met as soon as
its address has a door; a table whose links nobody met fails the test. Links beside a short list that do
not say «Tải bảng này» but «Tải tất cả», «Tải danh sách» hold more than the page: they must have some.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.architecture.walls import REPOSITORY
from tests.journeys.every_door import GETS
from tests.journeys.provinces import World, world

_OFFERS = re.compile(r"{% table_links")
_FILE = "tep=du-lieu"
_CARD = "▢ "
_OPTIONS_TRIED = 1  # of one filter; each is a page and a file
# Shown by a world with more in it than this one; their files are read where that world is made.
_ELSEWHERE = {
    "ui/gallery.html": "the gallery's tables are pictures of tables",
    "activities/plan_money.html": "tests/activities/test_pages.py",
    "desk/agency_then.html": "a page of a day before today: tests/desk/test_agency_day.py",
    "desk/overviews/behind.html": "tests/desk/overviews/test_pages.py",
    "desk/overviews/commune.html": "a list of pairs, no table; tests/desk/overviews/test_pages.py asks for the file",
    "indicators/indicator.html": "tests/indicators/web/test_pages.py",
    "outgoing/register.html": "tests/outgoing/test_pages.py",
}


@dataclass
class Met:
    """What a walk met: templates whose links stood on a page, filters under which rows were left out, and faults."""

    templates: set[str]
    narrowed: set[str]
    faults: list[str]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _tables(page: html.HtmlElement) -> list[list[str]]:
    """The words of the rows of each table, or of the cards of a board; rows that only head a group are none."""
    found = []
    for table in page.xpath("//main//table"):
        rows = table.xpath(".//tbody/tr[td or count(th) > 1] | .//tfoot/tr")
        found.append([_plain(row.text_content()) for row in rows])
    for board in page.xpath("//main//*[@class='board']"):
        found.append([_CARD + _plain(card.text_content()) for card in board.xpath(".//li[@class='card']")])
    return found


def _all_pages(client: Client, path: str, asked: dict[str, str], first: html.HtmlElement) -> list[list[str]]:
    """The tables of a page, of all its pages where it is cut into some."""
    found = _tables(first)
    numbers = [int(each) for link in first.xpath("//main//a/@href") for each in re.findall(r"[?&]trang=(\d+)", link)]
    for number in range(2, max(numbers, default=1) + 1):
        more = _tables(_get(client, path, {**asked, "trang": str(number)})[0])
        found = [[*rows, *added] for rows, added in zip(found, more, strict=True)]
    return found


def _rows_of(file: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(file.lstrip("\ufeff")), delimiter=";" if ";" in file.splitlines()[0] else ","))
    return [[_plain(cell.lstrip("'")) for cell in row] for row in rows[1:] if any(row)]


def _is_of(row: list[str], shown: str) -> bool:
    """Whether a row of the file is this row of the page: one of its cells of words stands there."""
    words = [cell for cell in row if len(cell) > 1 and not cell.replace(".", "").replace(",", "").isdigit()]
    return any(cell in shown for cell in words or row)


def _same(file: list[list[str]], tables: list[list[str]]) -> bool:
    if not file:
        return not any(tables)
    return any(len(file) == len(each) and _in_turn(file, each) for each in tables)


def _in_turn(file: list[list[str]], shown: list[str]) -> bool:
    if not shown[0].startswith(_CARD):
        return all(map(_is_of, file, shown))
    # A board has its cards by stage, the file by body: each row has its card, each card its row.
    return all(any(_is_of(row, card) for card in shown) for row in file) and all(
        any(_is_of(row, card) for row in file) for card in shown
    )


def _get(client: Client, path: str, asked: dict[str, str]) -> tuple[html.HtmlElement, set[str]]:
    answer = client.get(path, asked)
    assert answer.status_code == 200, f"{path}?{urlencode(asked)}: {answer.status_code}"
    names = {each.name for each in answer.templates if each.name}
    return html.document_fromstring(answer.content.decode()), names


def _filters(page: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for choice in page.xpath("//main//form[not(@method) or @method='get']//select[@name]"):
        values = [value for value in choice.xpath(".//option/@value") if value]
        for value in values[:_OPTIONS_TRIED]:
            yield choice.get("name"), value


def _compare(client: Client, name: str, path: str, asked: dict[str, str], met: Met) -> int | None:
    """The rows of all files of a page together; a file that is no table of the page is a fault."""
    page, names = _get(client, path, {**asked, "trang": "tat-ca"})
    links = [link for link in page.xpath("//a[@href]") if _FILE in link.get("href")]
    if links:
        met.templates |= names
    total = 0
    tables = _all_pages(client, path, asked, page)
    for link in links:
        query = dict(parse_qsl(urlsplit(link.get("href")).query, keep_blank_values=True))
        answer = client.get(path, query)
        rows = _rows_of(answer.content.decode())
        total += len(rows)
        is_whole = _plain(link.getparent().text_content()).startswith("tải bảng này")
        if (is_whole and not _same(rows, tables)) or not (is_whole or rows):
            sizes = [len(each) for each in tables]
            met.faults.append(f"{name} {asked} {query}: {len(rows)} rows in the file, tables of {sizes} on the page")
    return total if links else None


def _walk(found: World, person: str) -> Met:
    met = Met(set(), set(), [])
    client = found.client(person)
    for name, door in GETS.items():
        if door.ok != 200 or person not in door.allowed:
            continue
        with transaction.atomic():
            path = reverse(name, args=door.args(found))
            answer = client.get(path, door.data(found) if door.data else {})
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            if is_page and _FILE in answer.content.decode():
                asked = {key: str(value) for key, value in (door.data(found) if door.data else {}).items()}
                whole = _compare(client, name, path, asked, met)
                page = html.document_fromstring(answer.content.decode())
                for key, value in _filters(page):
                    left = _compare(client, name, path, {**asked, key: value}, met)
                    if left is not None and whole is not None and left < whole:
                        met.narrowed.add(name)
            transaction.set_rollback(True)
    return met


@pytest.mark.django_db
def test_a_file_holds_exactly_the_rows_that_the_page_shows() -> None:
    found = world()
    met = [_walk(found, person) for person in ("lead", "department")]
    faults = [fault for each in met for fault in each.faults]
    assert not faults, "\n".join(faults)
    narrowed = set().union(*(each.narrowed for each in met))
    assert {"plan", "my_work"} <= narrowed, "no filter left a row out: nothing was shown"
    templates = REPOSITORY / "src" / "mangnon"
    offering = {
        path.as_posix().split("/templates/")[1]
        for path in templates.rglob("templates/**/*.html")
        if _OFFERS.search(path.read_text(encoding="utf-8"))
    }
    unmet = offering - set().union(*(each.templates for each in met)) - _ELSEWHERE.keys()
    assert not unmet, f"nobody met the file of {sorted(unmet)}: give the world a row of it"
