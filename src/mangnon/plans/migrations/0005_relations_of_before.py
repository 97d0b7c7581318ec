"""Directives adopted before: what they say of other documents, from their readings."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mangnon.plans.rules import period_of

_SAME = ("order", "kind", "number", "number_key", "issued_on", "issuer", "title", "first_line")


def _fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    relation = apps.get_model("plans", "DirectiveRelation")
    cited_paper = apps.get_model("documents", "CitedPaper")
    for directive in apps.get_model("plans", "Directive").objects.order_by("pk"):
        if relation.objects.filter(directive=directive).exists():
            continue
        rows = []
        for cited in cited_paper.objects.filter(reading_id=directive.reading_id).order_by("order"):
            period = period_of(cited.title)
            rows.append(
                relation(
                    directive=directive,
                    from_year=period.from_year,
                    to_year=period.to_year,
                    **{name: getattr(cited, name) for name in _SAME},
                )
            )
        relation.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_directive_relations"), ("documents", "0005_cited_papers_of_before")]
    operations = [migrations.RunPython(_fill, migrations.RunPython.noop)]
