"""The database refuses changes of evidence; PostgreSQL chains rows at commit (audit/guards.py, docs/decisions/0018)."""

from django.db import migrations

from mangnon.audit import guards


def put_up(apps, schema_editor):
    """Guards in their places."""
    guards.install(schema_editor.connection)


def take_down(apps, schema_editor):
    """Without guards again."""
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_columns_of_evidence")]

    operations = [migrations.RunPython(put_up, take_down)]
