"""Enter the dictionary delivered with the product, where it is not there."""

from typing import Any

from django.db import migrations

from mangnon.indicators.shipped import Models, enter_shipped
from mangnon.kernel import clock


def enter(apps: Any, schema_editor: Any) -> None:
    names = (
        "IndicatorSet",
        "Indicator",
        "IndicatorDimension",
        "Dimension",
        "Category",
        "Breakdown",
        "BreakdownPart",
        "Target",
    )
    enter_shipped(Models(*(apps.get_model("indicators", name) for name in names)), now=clock.now())


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_denominator_nature")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
