"""The second wall: on PostgreSQL the database itself shows a person only rows of their own provinces.

The first wall are the policies and selectors; a forgotten filter there would show another province's children. Tables
that hold children, cases or invitations therefore carry a row-level policy over a column with a province's code. What
the policy compares with is set inside the transaction and ends with it, so that a pooled connection carries nothing
over. A table behind the wall shows nothing at all to who has not said who they are. The owner of the tables is bound
as well (FORCE); a superuser is not, and the product is never to run as one (docs/deployment.md). SQLite has no such
wall: it serves one office on one machine. Reasons and limits: docs/decisions/0019-second-wall.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from mangnon.accounts.actors import Actor

_SETTING = "mangnon.provinces"
_EVERYWHERE = "*"
_POLICY = "behind_the_wall"


def _set(value: str) -> str:
    """Sets what the policies compare with until the transaction ends; gives what it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [_SETTING])
        before = str(cursor.fetchone()[0])
        cursor.execute("SELECT set_config(%s, %s, true)", [_SETTING, value])
    return before


@contextmanager
def behind_wall(actor: Actor) -> Iterator[None]:
    """A transaction in which tables behind the wall show, and take, only rows of the actor's provinces.

    Commands of the system see every province. Blocks may stand inside each other: the inner one counts until it ends.
    """
    with transaction.atomic():
        if connection.vendor != "postgresql":
            yield
            return
        before = _set(_EVERYWHERE if actor.is_system else ",".join(sorted(actor.territory_codes)))
        yield
        # Not in a `finally`: after an error the transaction is rolled back, and the setting with it.
        _set(before)


@contextmanager
def behind_wall_of(territory_code: str) -> Iterator[None]:
    """The same for a request without an actor that says to concern one province (a one-time link).

    What is said is typed by anybody: signs that could mean several provinces, or all, mean none.
    """
    with transaction.atomic():
        if connection.vendor != "postgresql":
            yield
            return
        is_one = territory_code.isascii() and territory_code.isalnum()
        before = _set(territory_code if is_one else "")
        yield
        _set(before)


class RaiseWall(Operation):
    """A migration's step that puts a table behind the wall; does nothing but on PostgreSQL. Can be taken back."""

    reduces_to_sql = False
    reversible = True

    def __init__(self, model_name: str, column: str) -> None:
        """`column` holds the code of the province a row belongs to; a row with an empty code is nobody's."""
        self.model_name = model_name
        self.column = column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the step is written down in a migration."""
        return (self.__class__.__name__, [self.model_name, self.column], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The records stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Raise the wall."""
        if schema_editor.connection.vendor != "postgresql":
            return
        table, column = self._names(app_label, schema_editor, to_state)
        allowed = (
            f"(current_setting('{_SETTING}', true) = '{_EVERYWHERE}' "
            f"OR {column} = ANY (string_to_array(current_setting('{_SETTING}', true), ',')))"
        )
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"CREATE POLICY {_POLICY} ON {table} USING {allowed} WITH CHECK {allowed}")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the wall down."""
        if schema_editor.connection.vendor != "postgresql":
            return
        table, _ = self._names(app_label, schema_editor, from_state)
        schema_editor.execute(f"DROP POLICY {_POLICY} ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        """One line for the list of migrations."""
        return f"Put {self.model_name} behind the wall of its province"

    def _names(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState) -> tuple[str, str]:
        model = state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.column)
        return (schema_editor.quote_name(model._meta.db_table), schema_editor.quote_name(field.column))
