"""Assignments given before there was a log: what is known of them becomes its first rows."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

from mangnon.kernel import clock

_BATCH = 1000


def _fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    assignment = apps.get_model("plans", "Assignment")
    event = apps.get_model("plans", "AssignmentEvent")
    assignment.objects.filter(original_due_on__isnull=True).update(original_due_on=F("due_on"))
    assignment.objects.filter(execution="reported_complete").update(review="waiting")
    assignment.objects.filter(execution="complete").update(review="met")
    if event.objects.exists():
        return
    rows = assignment.objects.select_related("task__plan__directive").order_by("pk")
    batch = []
    for row in rows.iterator(chunk_size=_BATCH):
        days = {"due_on": row.due_on, "original_due_on": row.due_on}
        adopted_at, issued_on = row.task.plan.adopted_at, row.task.plan.directive.issued_on
        given = min(clock.at(issued_on), adopted_at) if issued_on else adopted_at
        batch.append(event(assignment_id=row.pk, move="give", at=given, execution="not_received", **days))
        if row.accepted_at is not None:
            batch.append(
                event(
                    assignment_id=row.pk,
                    move="accept",
                    at=max(row.accepted_at, given),
                    by_id=row.accepted_by_id,
                    execution="in_progress",
                    **days,
                )
            )
        if row.completed_at is not None and row.execution in ("reported_complete", "complete"):
            batch.append(
                event(
                    assignment_id=row.pk,
                    move="report_complete",
                    at=row.completed_at,
                    execution=row.execution,
                    review=row.review,
                    progress=row.progress,
                    completed_at=row.completed_at,
                    **days,
                )
            )
        elif row.progress:
            last = row.notes.order_by("noted_at", "pk").last()
            batch.append(
                event(
                    assignment_id=row.pk,
                    move="record_progress",
                    at=last.noted_at if last else (row.accepted_at or given),
                    execution=row.execution,
                    progress=row.progress,
                    **days,
                )
            )
        if len(batch) >= _BATCH:
            event.objects.bulk_create(batch)
            batch = []
    event.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_plans_in_motion")]
    operations = [migrations.RunPython(_fill, migrations.RunPython.noop)]
