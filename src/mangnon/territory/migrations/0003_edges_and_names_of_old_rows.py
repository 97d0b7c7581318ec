"""Units loaded by the first version get their edges and their searchable names."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from mangnon.kernel.text import fold


def fill(apps: Any, schema_editor: Any) -> None:
    """One edge for each parent, with the unit's own validity; a name for search."""
    Unit = apps.get_model("territory", "Unit")
    ParentEdge = apps.get_model("territory", "ParentEdge")
    units = list(Unit.objects.all())
    for unit in units:
        unit.folded_name = fold(unit.name)
    Unit.objects.bulk_update(units, ["folded_name"], batch_size=500)
    have = set(ParentEdge.objects.values_list("child_id", flat=True))
    ParentEdge.objects.bulk_create(
        ParentEdge(child=unit, parent_id=unit.parent_id, valid_from=unit.valid_from, valid_to=unit.valid_to)
        for unit in units
        if unit.parent_id is not None and unit.pk not in have
    )


class Migration(migrations.Migration):
    dependencies = [("territory", "0002_units_in_time")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
