"""The provinces of a reorganisation; and what the bodies of an older database carry at the beginning."""

from django.db import migrations, models
from django.db.models import Q

from mangnon.agencies.catalogue import first_functions


def write_first_functions(apps, schema_editor):
    Agency = apps.get_model("agencies", "Agency")
    AgencyFunction = apps.get_model("agencies", "AgencyFunction")
    bodies = list(
        Agency.objects.filter(functions__isnull=True, valid_to__isnull=True).values_list(
            "pk", "code", "catalogue_code", "level", "valid_from"
        )
    )
    by_province = {}
    for body in bodies:
        by_province.setdefault(body[1].partition(".")[0], []).append(body)
    rows = []
    for found in by_province.values():
        carried = first_functions([(catalogue_code, level) for _, _, catalogue_code, level, _ in found])
        for (pk, _, _, _, since), functions in zip(found, carried, strict=True):
            rows += [
                AgencyFunction(
                    agency_id=pk,
                    function=item.code,
                    valid_from=max(filter(None, (item.valid_from, since)), default=None),
                    basis="Danh mục chức năng của cơ quan",
                    is_verified=item.is_verified,
                )
                for item in functions
            ]
    AgencyFunction.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_events_functions_posts"),
    ]

    operations = [
        migrations.AddField(
            model_name="reorganisation",
            name="scope",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="phạm vi"),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="reorganisation", name="reorganisation_applied_once"),
        migrations.AddConstraint(
            model_name="reorganisation",
            constraint=models.UniqueConstraint(
                condition=Q(("undone_at__isnull", True)), fields=("code", "scope"), name="reorganisation_applied_once"
            ),
        ),
        migrations.RunPython(write_first_functions, migrations.RunPython.noop),
    ]
