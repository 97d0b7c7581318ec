"""Enter the public holidays and swapped working days that are delivered with the product."""

from django.db import migrations

from mangnon.calendars.shipped import enter_shipped


def enter(apps, schema_editor):
    """Days and years already entered stay as they are."""
    enter_shipped(apps.get_model("calendars", "CalendarDay"), apps.get_model("calendars", "CalendarYear"))


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
