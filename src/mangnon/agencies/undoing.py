"""Taking a reorganisation back, while nothing rests on it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Count, ProtectedError, Q, RestrictedError

from mangnon.accounts.public import Actor
from mangnon.agencies.errors import NOTHING_CHANGED, UndoRefused
from mangnon.agencies.making import of_provinces
from mangnon.agencies.models import Agency, AgencyFunction, Post, Reorganisation, SuccessionEvent, SuccessionPart
from mangnon.agencies.policies import check_may_reorganise
from mangnon.audit.public import record
from mangnon.kernel import clock


def why_not_undone(reorganisation: Reorganisation) -> list[str]:
    """Everything of this app that rests on a reorganisation, one Vietnamese phrase each; empty when it can be undone.

    What rests on it in plans and reports is told by those apps.
    """
    if reorganisation.undone_at is not None:
        return ["đợt sắp xếp này đã được hoàn tác"]
    parts = SuccessionPart.objects.filter(event__reorganisation=reorganisation)
    touched = set(parts.values_list("source_id", flat=True)) | set(parts.values_list("target_id", flat=True))
    began = set(Agency.objects.filter(began_by__reorganisation=reorganisation).values_list("pk", flat=True))
    touched = (touched | began) - {None}
    reasons = []
    later = (
        Reorganisation.objects.filter(undone_at__isnull=True, pk__gt=reorganisation.pk)
        .filter(Q(events__parts__source__in=touched) | Q(events__parts__target__in=touched))
        .distinct()
        .order_by("pk")
    )
    reasons += [f"đợt sắp xếp sau đó «{other.title}» dựa vào đợt này" for other in later]
    given = Post.objects.filter(agency__in=began).exclude(began_by__reorganisation=reorganisation).count()
    if given:
        reasons.append(f"{given} vị trí công tác đã được giao sau đó tại cơ quan mới")
    moved = Post.objects.filter(began_by__reorganisation=reorganisation)
    changed = moved.filter(~Q(end_reason="")).exclude(ended_by__reorganisation=reorganisation).count()
    covered = moved.filter(covered_by__isnull=False).exclude(covered_by__began_by__reorganisation=reorganisation)
    if changed or covered.exists():
        reasons.append(f"{changed + covered.count()} vị trí công tác được chuyển đã thay đổi sau đó")
    children = Agency.objects.filter(parent__in=began).exclude(pk__in=began).count()
    if children:
        reasons.append(f"{children} cơ quan trực thuộc cơ quan mới")
    return reasons


@transaction.atomic
def undo_events(*, actor: Actor, reorganisation: Reorganisation, reason: str) -> None:
    """Take back everything `apply_events` wrote: bodies, functions, parts, posts. The reorganisation's row stays.

    Call after the apps above have taken back theirs. Raises NotAllowed, UndoRefused.
    """
    kept = Reorganisation.objects.select_for_update(of=("self",)).get(pk=reorganisation.pk)
    codes = kept.scope.split()
    set_up = Agency.objects.filter(of_provinces(codes), level="province").order_by()
    check_may_reorganise(actor, set(set_up.values_list("territory__code", flat=True).distinct()))
    if not reason.strip():
        raise UndoRefused(f"Cần ghi lý do hoàn tác. {NOTHING_CHANGED} Hãy ghi lý do.", code="reason")
    why = why_not_undone(kept)
    if why:
        raise UndoRefused(f"Không hoàn tác được «{kept.title}»: {'; '.join(why)}. {NOTHING_CHANGED}")
    events = SuccessionEvent.objects.filter(reorganisation=kept)
    details = _take_back(kept)
    try:
        with transaction.atomic():
            Agency.objects.filter(began_by__in=events).delete()
            events.delete()
    except (ProtectedError, RestrictedError) as error:
        raise UndoRefused(
            f"Không hoàn tác được «{kept.title}»: đã có dữ liệu gắn với cơ quan mới. {NOTHING_CHANGED} "
            "Hãy xem các nhiệm vụ, báo cáo của cơ quan mới."
        ) from error
    kept.undone_at, kept.undone_by_id, kept.undo_reason = clock.now(), actor.user_id, reason.strip()
    kept.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    record(
        actor=actor,
        act="undo_events",
        object_type="Reorganisation",
        object_id=kept.pk,
        details={"code": kept.code, "provinces": codes, **details},
        reason=reason.strip(),
    )


def _take_back(kept: Reorganisation) -> dict[str, int]:
    """Posts, parts, functions and validity as they were before."""
    events = SuccessionEvent.objects.filter(reorganisation=kept)
    new_posts = Post.objects.filter(began_by__in=events)
    counts = {"posts": new_posts.count()}
    new_posts.filter(covers__isnull=False).delete()
    new_posts.delete()
    last_days: dict[str, str] = kept.choices.get("last_days", {})
    for post in Post.objects.filter(ended_by__in=events):
        day = last_days.get(str(post.pk))
        post.valid_to = dt.date.fromisoformat(day) if day else None
        post.ended_by, post.end_reason = None, ""
        post.save(update_fields=["valid_to", "ended_by", "end_reason"])
    SuccessionPart.objects.filter(event__in=events).delete()
    AgencyFunction.objects.filter(began_by__in=events).delete()
    AgencyFunction.objects.filter(ended_by__in=events).update(valid_to=None, ended_by=None)
    counts["bodies_reopened"] = Agency.objects.filter(ended_by__in=events).update(valid_to=None, ended_by=None)
    counts["bodies_removed"] = Agency.objects.filter(began_by__in=events).aggregate(n=Count("pk"))["n"]
    return counts
