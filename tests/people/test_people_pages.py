"""The list and the forms: order, search, paging, review; edited forms reach nothing they should not."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Post
from mangnon.agencies.public import set_up_province
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.people.handing_over import end_post
from mangnon.people.invitations import invite_person
from mangnon.people.selectors import PeopleFilter, people
from mangnon.people.terms import AccountState, ReviewReason
from mangnon.territory.models import Unit
from tests.harness.queries import assert_constant_queries
from tests.people.office import TODAY, Office, actor, agency, office, person, post_of
from tests.plans import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Office:
    return office()


@pytest.fixture
def client(found: Office) -> Client:
    signed_in = Client()
    signed_in.force_login(found.administrator)
    return signed_in


def _names(found: Office, **wanted: Any) -> list[str]:
    rows = people(found.admin, wanted=PeopleFilter(**wanted), now=clock.actual_now(), today=TODAY)
    return [row.full_name for row in rows]


def test_the_list_is_in_vietnamese_order_and_found_without_accents(found: Office) -> None:
    assert _names(found) == ["Nguyễn Thị Mẫu An", "Trần Văn Mẫu Ánh", "Đỗ Thị Mẫu", "Phạm Văn Mẫu"]
    assert _names(found, text="do thi") == ["Đỗ Thị Mẫu"]
    assert _names(found, text="MAU anh") == ["Trần Văn Mẫu Ánh"]
    assert _names(found, text="quantri2") == ["Đỗ Thị Mẫu"]
    assert _names(found, agency="90.SO_TP") == ["Trần Văn Mẫu Ánh"]
    assert _names(found, role="administrator") == ["Đỗ Thị Mẫu", "Phạm Văn Mẫu"]
    assert _names(found, state=AccountState.DISABLED) == []


def test_the_quarterly_review_lists_what_should_be_looked_at(found: Office) -> None:
    now = clock.actual_now()
    User.objects.update(last_login=now)
    assert _names(found, to_review=True) == []
    User.objects.filter(pk=found.lead.pk).update(last_login=now - dt.timedelta(days=46))
    Post.objects.filter(user=found.officer).update(valid_to=TODAY - dt.timedelta(days=1))
    with clock.actual_frozen(now - dt.timedelta(days=8)):
        invite_person(
            actor=found.admin, full_name="Lê Mẫu Đào", agency_id=agency("SO_NV").pk, role=Role.READER, valid_from=TODAY
        )
    rows = people(found.admin, wanted=PeopleFilter(to_review=True), now=now, today=TODAY)
    assert {row.full_name: row.reasons for row in rows} == {
        "Nguyễn Thị Mẫu An": [ReviewReason.UNUSED],
        "Trần Văn Mẫu Ánh": [ReviewReason.POSTS_ENDED],
        "Lê Mẫu Đào": [ReviewReason.NEVER_USED],
    }
    body = agency("SO_YT")
    body.valid_to = TODAY - dt.timedelta(days=1)
    body.save()
    rows = people(found.admin, wanted=PeopleFilter(text="Mẫu An"), now=now, today=TODAY)
    assert ReviewReason.AGENCY_ENDED in rows[0].reasons


def test_only_administrators_read_the_list(found: Office) -> None:
    with pytest.raises(NotAllowed):
        people(actor(found.lead), wanted=PeopleFilter(), now=clock.actual_now(), today=TODAY)


def test_the_list_costs_the_same_for_many_and_few(found: Office, client: Client) -> None:
    numbers = itertools.count(1)
    assert_constant_queries(
        add_row=lambda: person(f"nguoi{next(numbers)}", "Hồ Mẫu", "SO_TP", Role.READER),
        read=lambda: client.get(reverse("people")),
    )


def test_the_pages_of_one_person_cost_the_same_for_many_posts(found: Office, client: Client) -> None:
    days = itertools.count(1)

    def more() -> None:
        day = dt.date(2025, 1, 1) + dt.timedelta(days=next(days))
        Post.objects.create(user=found.officer, agency=agency("SO_NV"), role=Role.READER, valid_from=day, valid_to=day)

    assert_constant_queries(add_row=more, read=lambda: client.get(reverse("person", args=[found.officer.pk])))


def test_that_somebodys_account_was_looked_at_is_evidence(found: Office, client: Client) -> None:
    def read() -> list[tuple[str, str, str]]:
        rows = AuditRow.objects.filter(act="read", actor_id=found.administrator.pk)
        return list(rows.values_list("object_type", "object_id", "reason"))

    client.get(reverse("person", args=[found.administrator.pk]))
    assert read() == [], "the own account"
    client.get(reverse("person", args=[found.officer.pk]))
    client.get(reverse("person", args=[found.officer.pk]))
    assert read() == [("User", str(found.officer.pk), "Quản lý tài khoản, vị trí công tác")]
    client.get(reverse("person_sign_in", args=[found.lead.pk]))
    assert read()[1:] == [("User", str(found.lead.pk), "Quản lý việc đăng nhập")]


def test_fifty_people_a_page(found: Office, client: Client) -> None:
    User.objects.bulk_create(
        User(username=f"dong{number}", full_name=f"Hồ Mẫu {chr(97 + number % 26)}", password="!")
        for number in range(60)
    )
    made_ones = User.objects.filter(username__startswith="dong")
    Post.objects.bulk_create(Post(user=user, agency=agency("SO_TP"), role=Role.READER) for user in made_ones)
    first, second = client.get(reverse("people")), client.get(reverse("people"), {"trang": "2"})
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 14)
    assert client.get(reverse("people"), {"trang": "x", "vai-tro": "vua", "tim": "%_\\"}).status_code == 200


# ---- edited forms --------------------------------------------------------------------------------------------------


@pytest.fixture
def foreign(found: Office) -> User:
    Unit.objects.create(code="91", name="Tỉnh Khác", level="province", kind="Tỉnh")
    set_up_province(actor=SYSTEM, province_code="91", on=made.ISSUED_ON)
    return person("khac", "Lý Mẫu", "SO_YT", Role.DEPARTMENT_OFFICER, province="91")


def _post_form(**changes: Any) -> dict[str, Any]:
    return {
        "agency": agency("SO_NV").pk,
        "role": "reader",
        "kind": "regular",
        "valid_from": "20/05/2025",
        **changes,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"role": "system"},
        {"role": "vua"},
        {"agency": "999999"},
        {"agency": "abc"},
        {"kind": "cover"},
        {"valid_from": "31/02/2025"},
        {"valid_from": ""},
        {"valid_to": "19/05/2025"},
        {"title": "x" * 200},
    ],
)
def test_an_edited_form_gives_no_post(found: Office, client: Client, changes: dict[str, Any]) -> None:
    count = Post.objects.count()
    answer = client.post(reverse("new_post", args=[found.officer.pk]), _post_form(**changes))
    assert answer.status_code == 422
    assert Post.objects.count() == count


def test_fields_that_the_form_does_not_have_change_nothing(found: Office, client: Client) -> None:
    extra = {"is_superuser": "1", "is_staff": "1", "user": found.administrator.pk, "covers": "1", "password": "x"}
    assert client.post(reverse("new_post", args=[found.officer.pk]), _post_form(**extra)).status_code == 302
    found.officer.refresh_from_db()
    assert (found.officer.is_superuser, found.officer.is_staff) == (False, False)
    assert Post.objects.filter(user=found.administrator).count() == 1


def test_another_province_is_not_there(found: Office, client: Client, foreign: User) -> None:
    post = post_of(foreign)
    for name, pk in (("person", foreign.pk), ("new_post", foreign.pk), ("post_end", post.pk), ("post_cover", post.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404, name
    body = agency("SO_YT", province="91").pk
    assert client.post(reverse("new_post", args=[found.officer.pk]), _post_form(agency=body)).status_code == 422
    cover = {"person": foreign.pk, "valid_from": "20/05/2025", "valid_to": "21/05/2025"}
    assert client.post(reverse("post_cover", args=[post_of(found.lead).pk]), cover).status_code == 422
    end = {"last_day": "20/05/2025", "reason": "x", "receiver": post.pk}
    assert client.post(reverse("post_end", args=[post_of(found.officer).pk]), end).status_code == 422
    assert Post.objects.filter(valid_to__isnull=False).count() == 0


def test_nobody_acts_on_oneself_by_an_address_typed_by_hand(found: Office, client: Client) -> None:
    own = found.administrator.pk
    assert client.post(reverse("new_post", args=[own]), _post_form()).status_code == 422
    assert client.post(reverse("account_disable", args=[own]), {"reason": "x"}).status_code == 422
    assert client.post(reverse("invitation_issue", args=[own])).status_code == 422
    page = client.get(reverse("person", args=[own])).content.decode()
    assert reverse("account_disable", args=[own]) not in page


def test_the_hand_over_page_names_the_work_and_keeps_what_was_typed(found: Office, client: Client) -> None:
    address = reverse("post_end", args=[post_of(found.officer).pk])
    assert "Phải có người nhận bàn giao" in client.get(address).content.decode()
    refused = client.post(address, {"last_day": "20/05/2025", "reason": "Nghỉ hưu mẫu", "receiver": ""})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Nghỉ hưu mẫu" in text
    assert "không còn ai làm được" in text


def test_the_minutes_are_written_as_a_word_document(found: Office, client: Client) -> None:
    colleague = person("dongnghiep", "Võ Mẫu", "SO_TP", Role.DEPARTMENT_OFFICER)
    made_one = end_post(
        actor=found.admin,
        post_id=post_of(found.officer).pk,
        last_day=TODAY,
        reason="Chuyển công tác",
        receiver_id=post_of(colleague).pk,
    )
    assert made_one is not None
    answer = client.get(reverse("hand_over_docx", args=[made_one.pk]))
    import io

    from docx import Document

    document = Document(io.BytesIO(answer.content))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "BIÊN BẢN" in words
    assert "Trần Văn Mẫu Ánh" in words
    assert "Kế hoạch 99/KH-UBND, nhiệm vụ I.2" in cells
    assert "BÊN TIẾP NHẬN" in cells
    assert "BÊN BÀN GIAO" in cells
