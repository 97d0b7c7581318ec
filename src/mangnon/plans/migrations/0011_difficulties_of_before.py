"""Difficulties raised before they had a history: what is known of them becomes its first steps."""

import datetime as dt

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_DAYS = 5
_BATCH = 500
_VIETNAM = dt.timezone(dt.timedelta(hours=7))


def _later(raised_at: dt.datetime) -> dt.date:
    """Five days from Monday to Friday after the day; holidays are not asked for what was raised long ago."""
    day, left = raised_at.astimezone(_VIETNAM).date(), _DAYS
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < 5
    return day


def _fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    difficulty = apps.get_model("plans", "Difficulty")
    step = apps.get_model("plans", "DifficultyStep")
    steps, waiting = [], []
    for row in difficulty.objects.filter(steps__isnull=True).order_by("pk").iterator(chunk_size=_BATCH):
        until = _later(row.raised_at)
        steps.append(
            step(
                difficulty_id=row.pk,
                act="raise",
                at=row.raised_at,
                by_id=row.raised_by_id,
                text=row.text,
                state="raised",
                answer_by=until,
            )
        )
        if row.state == "answered":
            steps.append(
                step(
                    difficulty_id=row.pk,
                    act="answer",
                    at=row.answered_at,
                    by_id=row.answered_by_id,
                    text=row.answer,
                    state="answered",
                )
            )
        else:
            row.answer_by = until
            waiting.append(row)
    step.objects.bulk_create(steps, batch_size=_BATCH)
    difficulty.objects.bulk_update(waiting, ["answer_by"], batch_size=_BATCH)


def _keep(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Going back drops the table anyway."""


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_difficultystep_urging_urgingletter_urgingline_and_more")]

    operations = [migrations.RunPython(_fill, _keep)]
