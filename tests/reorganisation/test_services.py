"""Applying and undoing through all the apps, on a small province."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.errors import AlreadyApplied, EventsRefused
from mangnon.agencies.models import Agency, Post, Reorganisation
from mangnon.agencies.public import EventFile
from mangnon.audit.models import AuditRow
from mangnon.audit.public import verify_chain
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.plans.errors import BadChoice
from mangnon.plans.models import Assignment, Plan
from mangnon.reorganisation.choosing import choose_successors
from mangnon.reorganisation.errors import NothingChosen, UnknownReorganisation
from mangnon.reorganisation.outcome import Outcome
from mangnon.reorganisation.public import CannotUndo, WorldChanged, apply_reorganisation, undo_reorganisation
from mangnon.reorganisation.unclaimed import unclaimed_duties
from tests.plans import made
from tests.reorganisation.made_events import dissolution, file, merge
from tests.reporting.test_at_once import at_once


@pytest.fixture
def plan(db: None) -> Plan:
    """Three tasks, Sở Tư pháp on all of them."""
    made.province()
    return made.adopted()


def apply(found: EventFile | None = None, *, actor: Actor = SYSTEM, **more: object) -> Outcome:
    """Apply a file (the merger) to the made province."""
    return apply_reorganisation(
        actor=actor,
        event_file=found or file(),
        province_codes=[made.PROVINCE],
        **more,  # type: ignore[arg-type]
    )


def test_a_preview_is_the_act_and_leaves_nothing(plan: Plan) -> None:
    rows = AuditRow.objects.count()
    previewed = apply(dry_run=True)
    assert previewed.reorganisation_id is None
    assert (AuditRow.objects.count(), Reorganisation.objects.count()) == (rows, 0)
    assert made.agency("SO_TP").valid_to is None
    done = apply(previewed=previewed.digest)
    assert done.facts() == previewed.facts()
    assert [place.code for place in done.ended] == ["90.SO_TP"]
    assert {(duty.task, duty.role) for duty in done.duties} == {
        ("I.1", "coordinator"),
        ("I.2", "lead"),
        ("I.3", "coordinator"),
    }
    act = AuditRow.objects.get(act="apply_reorganisation")
    assert (act.details["assignments"], act.details["digest"]) == (3, done.digest)


def test_what_changed_since_the_preview_is_shown_instead_of_done(plan: Plan) -> None:
    previewed = apply(dry_run=True)
    made.user_at("SO_TP", Role.DEPARTMENT_OFFICER)
    with pytest.raises(WorldChanged) as changed:
        apply(previewed=previewed.digest)
    assert "Chưa có gì được áp dụng" in changed.value.message
    assert len(changed.value.outcome.posts) == len(previewed.posts) + 1
    assert changed.value.outcome.reorganisation_id is None
    assert not Reorganisation.objects.exists()
    apply(previewed=changed.value.outcome.digest)


def test_choices_are_part_of_what_is_previewed(plan: Plan) -> None:
    found = file(dissolution())
    first = apply(found, dry_run=True)
    assert {duty.task for duty in first.undecided} == {"I.1", "I.2", "I.3"}
    assert "90.SO_NV" in {place.code for place in first.undecided[0].candidates}
    assert "90.SO_TP" not in {place.code for place in first.undecided[0].candidates}
    choices = {duty.key: "90.SO_NV" for duty in first.undecided if duty.task == "I.2"}
    with pytest.raises(WorldChanged):
        apply(found, choices=choices, previewed=first.digest)
    done = apply(found, choices=choices)
    assert {duty.task for duty in done.undecided} == {"I.1", "I.3"}
    lead = Assignment.objects.on(dt.date(2025, 4, 1)).get(task__code="I.2", role="lead")
    assert lead.agency.code == "90.SO_NV"
    assert Reorganisation.objects.get().choices["chosen_bodies"] == choices
    undo_reorganisation(actor=SYSTEM, reorganisation_id=done.reorganisation_id or 0, reason="Thử")
    with pytest.raises(BadChoice):
        apply(found, choices=dict.fromkeys(choices, "90.SO_TP"))


def test_people_of_a_split_body_go_where_a_person_says(plan: Plan) -> None:
    user = made.user_at("SO_TP", Role.DEPARTMENT_OFFICER)
    post = Post.objects.get(user=user)
    split = merge(kind="split", targets=[{"body": "SO_NV", "functions": ["justice"]}, {"body": "SO_TC"}])
    first = apply(file(split), dry_run=True)
    (line,) = first.posts
    assert (line.target, [place.code for place in line.candidates]) == (None, ["90.SO_NV", "90.SO_TC"])
    apply(file(split), choices={line.key: "90.SO_TC"})
    assert Post.objects.on(dt.date(2025, 4, 1)).get(user=user).agency.code == "90.SO_TC"
    post.refresh_from_db()
    assert post.valid_to == dt.date(2025, 3, 31)


@pytest.mark.parametrize("key", ["abc", "vi-tri:", "vi-tri:x", "vi-tri:99999", "assignment:KHONG/90.SO_TP"])
def test_a_choice_that_names_nothing_is_refused(plan: Plan, key: str) -> None:
    with pytest.raises(Refusal, match=r"không (còn )?(ứng với|khớp)"):
        apply(file(dissolution()), choices={key: "90.SO_NV"})
    assert not Reorganisation.objects.exists()


def test_undone_and_applied_again(plan: Plan) -> None:
    def rows() -> list[dict[str, object]]:
        return list(Assignment.objects.order_by("pk").values())

    before = rows()
    done = apply()
    undo_reorganisation(actor=SYSTEM, reorganisation_id=done.reorganisation_id or 0, reason="Nhập nhầm")
    after = rows()
    # Everything is as it was; what moved and came back says so by its version: a page opened before is told.
    moved = [old["id"] for old, new in zip(before, after, strict=True) if new["version"] != old["version"]]
    assert [{**row, "version": 0} for row in after] == [{**row, "version": 0} for row in before]
    assert set(moved) == set(Assignment.objects.filter(agency__code="90.SO_TP").values_list("pk", flat=True))
    assert AuditRow.objects.get(act="undo_reorganisation").reason == "Nhập nhầm"
    assert apply().digest == done.digest
    assert Reorganisation.objects.filter(undone_at__isnull=True).count() == 1
    assert verify_chain().intact


def test_undo_wants_a_reason_and_something_to_undo(plan: Plan) -> None:
    done = apply()
    with pytest.raises(CannotUndo, match="lý do"):
        undo_reorganisation(actor=SYSTEM, reorganisation_id=done.reorganisation_id or 0, reason="  ")
    with pytest.raises(UnknownReorganisation):
        undo_reorganisation(actor=SYSTEM, reorganisation_id=0, reason="Thử")


def test_a_later_reorganisation_rests_on_the_earlier(plan: Plan) -> None:
    first = apply()
    later = merge(effective_on="2025-05-01", sources=["SO_NV"], targets=[{"body": "SO_TC"}])
    second = apply(file(later, code="sau"))
    with pytest.raises(CannotUndo) as refused:
        undo_reorganisation(actor=SYSTEM, reorganisation_id=first.reorganisation_id or 0, reason="Thử")
    assert any("dựa vào đợt này" in reason for reason in refused.value.reasons)
    assert all(reason.endswith(".") and reason[0].isupper() for reason in refused.value.reasons)
    for outcome in (second, first):
        undo_reorganisation(actor=SYSTEM, reorganisation_id=outcome.reorganisation_id or 0, reason="Thử")
    assert made.agency("SO_TP").valid_to is None


def test_a_day_ahead_is_prepared_today(plan: Plan) -> None:
    ahead = merge(effective_on="2025-12-01")
    apply(file(ahead))
    assert {row.agency.code for row in Assignment.objects.on(clock.today()).filter(role="lead")} >= {"90.SO_TP"}
    assert {row.agency.code for row in Assignment.objects.on(dt.date(2025, 12, 1)).filter(role="lead")} == {
        "90.SO_YT",
        "90.SO_NV",
    }
    assert made.agency("SO_TP").valid_to == dt.date(2025, 11, 30)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.SYSTEM)])
def test_only_administrators_reorganise(plan: Plan, role: Role) -> None:
    actor = made.actor_at("VP_UBND", role)
    with pytest.raises(NotAllowed):
        apply(actor=actor)
    with pytest.raises(NotAllowed):
        apply(actor=actor, dry_run=True)
    done = apply()
    with pytest.raises(NotAllowed):
        undo_reorganisation(actor=actor, reorganisation_id=done.reorganisation_id or 0, reason="Thử")


def test_an_administrator_reorganises_the_own_province_only(plan: Plan) -> None:
    actor = made.actor_at("VP_UBND", Role.ADMINISTRATOR)
    apply_reorganisation(actor=actor, event_file=file())
    foreign = Actor(user_id=actor.user_id, label="x", role=Role.ADMINISTRATOR, territory_code="91")
    with pytest.raises(NotAllowed):
        apply(file(merge(sources=["SO_NV"], targets=[{"body": "SO_TC"}]), code="khac"), actor=foreign)


def test_a_contradiction_is_refused_whole(plan: Plan) -> None:
    good, bad = merge(), merge(key="hai", sources=["SO_XD"], targets=[{"body": "SO_LDTBXH"}])
    late = merge(key="ba", effective_on="2025-06-01", sources=["SO_TP"], targets=[{"body": "SO_TC"}])
    before = list(Agency.objects.order_by("pk").values())
    with pytest.raises(EventsRefused, match="đã kết thúc"):
        apply(file(good, bad, late))
    assert list(Agency.objects.order_by("pk").values()) == before
    assert not AuditRow.objects.filter(act="apply_events").exists()


# ---- duties without a carrier --------------------------------------------------------------------------------------


def test_several_duties_are_given_with_one_reason(plan: Plan) -> None:
    apply(file(dissolution()))
    actor = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    duties = unclaimed_duties(actor)
    assert [duty.code for duty in duties] == ["I.1", "I.2", "I.3"]
    assert {duty.why for duty in duties} == {"Chưa biết cơ quan nào nhận"}
    keys = [duty.key for duty in duties[:2]]
    agency, count = choose_successors(actor=actor, keys=keys, agency_code="90.SO_NV", reason="Thông báo mẫu 2")
    assert (agency.code, count) == ("90.SO_NV", 2)
    assert [duty.code for duty in unclaimed_duties(actor)] == ["I.3"]
    assert AuditRow.objects.filter(act="choose_successor", reason="Thông báo mẫu 2").count() == 2


@pytest.mark.parametrize(
    ("keys", "agency", "reason", "refused"),
    [
        ([], "90.SO_NV", "Lý do", NothingChosen),
        (["p0"], "90.SO_NV", "Lý do", NothingChosen),
        (None, "", "Lý do", NothingChosen),
        (None, "91.SO_NV", "Lý do", NothingChosen),
        (None, "90.SO_NV", " ", BadChoice),
        (None, "90.SO_TP", "Lý do", BadChoice),
    ],
)
def test_a_choice_that_says_too_little_changes_nothing(
    plan: Plan, keys: list[str] | None, agency: str, reason: str, refused: type[Refusal]
) -> None:
    apply(file(dissolution()))
    actor = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    all_keys = [duty.key for duty in unclaimed_duties(actor)]
    with pytest.raises(refused):
        choose_successors(actor=actor, keys=all_keys if keys is None else keys, agency_code=agency, reason=reason)
    assert [duty.key for duty in unclaimed_duties(actor)] == all_keys


# ---- at once --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_one_wins_and_the_other_is_told() -> None:
    made.province()
    made.adopted()
    one, two = made.actor_at("VP_UBND", Role.ADMINISTRATOR), made.actor_at("VP_UBND", Role.ADMINISTRATOR)
    outcomes = at_once(lambda: apply(actor=one), lambda: apply(actor=two))
    assert sorted(outcomes) == sorted(["done", AlreadyApplied.code])
    assert Reorganisation.objects.count() == 1
    assert Assignment.objects.filter(agency__code="90.SO_NV", ended_on__isnull=True).count() == 3


@pytest.mark.django_db(transaction=True)
def test_undoing_and_applying_a_later_one_at_once_leaves_a_sound_world() -> None:
    made.province()
    made.adopted()
    done = apply()
    later = file(merge(effective_on="2025-05-01", sources=["SO_NV"], targets=[{"body": "SO_TC"}]), code="sau")
    outcomes = at_once(
        lambda: undo_reorganisation(actor=SYSTEM, reorganisation_id=done.reorganisation_id or 0, reason="Thử"),
        lambda: apply(later),
    )
    assert "done" in outcomes
    for row in Assignment.objects.filter(ended_on__isnull=True).select_related("agency"):
        assert row.agency.valid_to is None, "whoever came first, no open duty lies with a body that ended"
