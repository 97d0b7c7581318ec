"""The page of a form without any script: saved whole, nothing typed is lost, light on a weak line."""

from __future__ import annotations

import datetime as dt
import gzip
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.indicators.models import Figure
from mangnon.kernel import clock
from tests.indicators import made
from tests.indicators.made import World, committee, indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world: World, client: Client) -> Client:
    actor = made.actor(committee(world.a), Role.LOCAL_OFFICER)
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client


def boxes(answer: Any) -> dict[str, str]:
    """What a browser would send: every box of the form."""
    page = html.document_fromstring(answer.content.decode())
    return {
        box.get("name"): box.get("value") or "" for box in page.xpath("//form[@method='post' and @data-figures]//input")
    }


def words(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def test_a_form_is_filled_in_corrected_and_conflicts_are_told(clerk: Client, world: World) -> None:
    address = f"{reverse('figure_form', args=[world.a.pk, '2025H1'])}?bo=TT13-2021"
    first = clerk.get(address)
    content = first.content
    assert len(content) < 130 * 1024
    assert len(gzip.compress(content)) < 24 * 1024, "half a minute's worth at most on the weakest line"
    form = boxes(first)
    count, other = indicator("I-0101").pk, indicator("I-0319").pk
    typed = {**form, f"{count}.": "1.234", f"{count}.sex=male": "700", f"{count}.sex=female": "534", f"{other}.": "năm"}
    refused = clerk.post(address, typed)
    assert refused.status_code == 422
    assert "Đã ghi 3 ô. Còn 1 ô chưa ghi" in words(refused)
    assert "«năm» không phải là số" in words(refused)
    again = boxes(refused)
    assert again[f"{other}."] == "năm", "what was typed stands in its box"
    assert again[f"{count}."] == "1.234"
    saved = clerk.post(address, {**again, f"{other}.": "..."}, follow=True)
    assert "1 ô thay đổi đã được ghi" in words(saved)
    # A colleague with the form of before: only the cell both wrote is a conflict, and both numbers are shown.
    clash = clerk.post(address, {**again, f"{other}.": "5"})
    assert clash.status_code == 422
    assert "vừa ghi «...»" in words(clash)
    assert boxes(clash)[f"{other}."] == "5"
    assert "1 ô thay đổi" in words(clerk.post(address, boxes(clash), follow=True)), "sent again, it is meant"
    assert Figure.objects.current().get(indicator=other).version == 2


def test_saving_as_one_types_is_answered_cell_by_cell(clerk: Client, world: World) -> None:
    address = f"{reverse('figure_form', args=[world.a.pk, '2025H1'])}?bo=TT13-2021"
    count = indicator("I-0101").pk
    sent = {f"{count}.": "1.500", f"{count}.sex=male": "chín", "da-thay": ""}
    answer = clerk.post(address, sent, headers={"X-Autosave": "1"})
    told = answer.json()
    assert told["cells"] == {f"{count}.": {"text": "1.500", "version": 1}}
    assert "không phải là số" in told["unread"][f"{count}.sex=male"]
    clash = clerk.post(address, {f"{count}.": "1.600", "da-thay": ""}, headers={"X-Autosave": "1"}).json()
    assert clash["conflicts"][f"{count}."]["text"] == "1.500"
    forged = clerk.post(address, {"99999.": "5", "abc.": "1", "khac": "2"}, headers={"X-Autosave": "1"}).json()
    assert forged["written"] == 0


def test_choosing_leads_to_the_form_and_odd_addresses_to_nothing(clerk: Client, world: World) -> None:
    assert "Mở biểu" in words(clerk.get(reverse("figure_forms")))
    chosen = clerk.get(reverse("figure_forms"), {"don-vi": world.a.pk, "ky": "2025H1", "bo": "TT13-2021"})
    assert chosen.status_code == 302
    assert clerk.get(chosen["Location"]).status_code == 200
    assert clerk.get(reverse("figure_form", args=[world.a.pk, "2025X9"])).status_code == 404
    assert clerk.get(reverse("figure_form", args=[world.s.pk, "2025H1"])).status_code == 403


def test_an_impossible_pair_is_refused_in_the_form_with_the_choices_kept(clerk: Client, world: World) -> None:
    with clock.frozen(clock.at(dt.date(2025, 9, 1), 9)):
        later = clerk.get(f"{reverse('figure_form', args=[world.a.pk, '2025H2'])}?bo=TT13-2021", follow=True)
        assert later.status_code == 422
        assert "«Xã A» không tồn tại vào ngày cuối kỳ (31/12/2025)" in words(later)
        page = html.document_fromstring(later.content.decode())
        chosen = {box.get("name"): box.xpath(".//option[@selected]/@value") for box in page.xpath("//form//select")}
        assert chosen == {"don-vi": [str(world.a.pk)], "ky": ["2025H2"], "bo": ["TT13-2021"]}
        sent = {name: values[0] for name, values in chosen.items()} | {"ky": "2025H1"}
        assert clerk.get(reverse("figure_forms"), sent).status_code == 302


def test_periods_of_before_a_merger_are_told_under_the_units_of_before(world: World, client: Client) -> None:
    actor = made.actor(committee(world.ab), Role.LOCAL_OFFICER)
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    with clock.frozen(clock.at(dt.date(2025, 9, 1), 9)):
        page = html.document_fromstring(client.get(reverse("figure_forms")).content.decode())
        units = {each.text: each.get("value") for each in page.xpath("//select[@name='don-vi']//option")}
        assert set(units) == {"Xã C", "Xã A (đến hết 30/06/2025)", "Xã B (đến hết 30/06/2025)"}
        kinds = page.xpath("//select[@name='ky']/optgroup/@label")
        assert kinds == ["Năm, nửa năm, quý, năm học", "Tháng", "Từ ngày 15 đến ngày 14"]
        codes = page.xpath("//select[@name='ky']//option/@value")
        assert {"2025H1", "2025-08", "2025-09W", "2025M9"} <= set(codes)
        assert "2025-10" not in codes
        assert len(codes) == len(set(codes))
        count = indicator("I-0101").pk
        for period, unit, status in (("2025H1", world.a, 302), ("2025H1", world.ab, 422), ("2025-08", world.ab, 302)):
            address = f"{reverse('figure_form', args=[unit.pk, period])}?bo=TT13-2021"
            assert client.post(address, {f"{count}.": "7"}).status_code == status
        divided = f"{reverse('figure_form', args=[world.d.pk, '2025H1'])}?bo=TT13-2021"
        assert client.get(divided).status_code == 403
    told = Figure.objects.current().filter(indicator=count).order_by("period_code")
    assert [(row.unit, row.period_code) for row in told] == [(world.ab, "2025-08"), (world.a, "2025H1")]
