"""Readings stored before: what each says of other papers, and its own number and day for comparison."""

from dataclasses import asdict

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mangnon.documents.references import cited_in, day_of, number_key


def _fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    reading_model = apps.get_model("documents", "DirectiveReading")
    cited_model = apps.get_model("documents", "CitedPaper")
    for reading in reading_model.objects.only("pk", "result").order_by("pk").iterator(chunk_size=20):
        reading.number_key = number_key(reading.result.get("number"))
        reading.issued_on = day_of(reading.result.get("date"))
        reading.save(update_fields=["number_key", "issued_on"])
        cited_model.objects.filter(reading_id=reading.pk).delete()
        cited_model.objects.bulk_create(
            cited_model(reading_id=reading.pk, **asdict(cited)) for cited in cited_in(reading.result)
        )


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_cited_papers")]
    operations = [migrations.RunPython(_fill, migrations.RunPython.noop)]
