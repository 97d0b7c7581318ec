"""What the database itself does for the evidence: it refuses changes, and on PostgreSQL it chains rows at commit.

Rows, anchors, segments and checks can only be added. A row may be removed when an archived segment covers its number
(archive.py writes that segment first); a head never goes back. Whoever owns the tables can drop these triggers: the
anchors kept elsewhere show what was done then (docs/decisions/0018). `missing_guards` tells when one is not there.

A migration that lets SQLite rebuild one of these tables loses its triggers and must end with `install`.
"""

from __future__ import annotations

from typing import Any, Final

_WORDS: Final = "audit rows can only be added"
_COVERED: Final = (
    "EXISTS (SELECT 1 FROM audit_archivesegment s WHERE {row}.sequence BETWEEN s.first_sequence AND s.last_sequence)"
)
_ADD_ONLY: Final = ("audit_anchor", "audit_archivesegment", "audit_chaincheck")


def _sqlite_trigger(name: str, event: str, table: str, when: str) -> str:
    condition = f" WHEN {when}" if when else ""
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"


def _sqlite() -> dict[str, str]:
    """Triggers by name. The one on INSERT stops «INSERT OR REPLACE», which removes rows without asking a trigger."""
    covered_old, covered_new = _COVERED.format(row="OLD"), _COVERED.format(row="NEW")
    follows = "NEW.sequence = COALESCE((SELECT h.sequence FROM audit_chainhead h WHERE h.id = 1), 0) + 1"
    taken = "EXISTS (SELECT 1 FROM audit_auditrow r WHERE r.id = NEW.id OR r.sequence = NEW.sequence)"
    conditions = {
        ("audit_row_stays", "UPDATE", "audit_auditrow"): "",
        ("audit_row_is_kept", "DELETE", "audit_auditrow"): f"NOT {covered_old}",
        ("audit_row_follows", "INSERT", "audit_auditrow"): (
            f"{taken} OR NEW.sequence IS NULL OR NOT ({follows} OR {covered_new})"
        ),
        ("audit_head_goes_on", "UPDATE", "audit_chainhead"): "NEW.sequence <= OLD.sequence OR NEW.id <> OLD.id",
        ("audit_head_is_kept", "DELETE", "audit_chainhead"): "",
        ("audit_head_is_one", "INSERT", "audit_chainhead"): "EXISTS (SELECT 1 FROM audit_chainhead)",
    }
    for table in _ADD_ONLY:
        taken = f"EXISTS (SELECT 1 FROM {table} r WHERE r.id = NEW.id)"  # noqa: S608 - our own table names
        conditions[(f"{table}_stays", "UPDATE", table)] = ""
        conditions[(f"{table}_is_kept", "DELETE", table)] = ""
        conditions[(f"{table}_is_new", "INSERT", table)] = taken
    return {name: _sqlite_trigger(name, event, table, when) for (name, event, table), when in conditions.items()}


_REFUSE: Final = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'restrict_violation';
END $$
"""

# The head is locked only here, when everything else of the transaction is done. Only rows of this very transaction can
# be without a number: others are numbered before anybody sees them. The same hash in Python: rules.link_hash.
_CHAIN: Final = """
CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head audit_chainhead%ROWTYPE;
    pending RECORD;
    stamp timestamptz;
    today date;
    instant text;
    link text;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM audit_auditrow WHERE id = NEW.id AND sequence IS NULL) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO head FROM audit_chainhead WHERE id = 1 FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO audit_chainhead (id, sequence, hash) VALUES (1, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM audit_chainhead WHERE id = 1 FOR UPDATE;
    END IF;
    stamp := clock_timestamp();
    today := (stamp AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
    IF head.sequence > 0 AND head.day IS DISTINCT FROM today THEN
        INSERT INTO audit_anchor (day, sequence, hash, count, made_at)
        SELECT COALESCE(head.day, today), head.sequence, head.hash,
               head.sequence - COALESCE((SELECT max(a.sequence) FROM audit_anchor a), 0), stamp
        ON CONFLICT (sequence) DO NOTHING;
    END IF;
    instant := to_char(stamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"');
    FOR pending IN SELECT id, content_hash FROM audit_auditrow WHERE sequence IS NULL ORDER BY id LOOP
        link := encode(sha256(convert_to(concat_ws(
            E'\\n', head.hash, '2', head.sequence + 1, instant, pending.content_hash
        ), 'UTF8')), 'hex');
        UPDATE audit_auditrow
        SET sequence = head.sequence + 1, previous_hash = head.hash, hash = link, chained_at = stamp
        WHERE id = pending.id;
        head.sequence := head.sequence + 1;
        head.hash := link;
    END LOOP;
    UPDATE audit_chainhead SET sequence = head.sequence, hash = head.hash, day = today WHERE id = 1;
    RETURN NULL;
END $$
"""


def _postgresql() -> dict[tuple[str, str], str]:
    """Triggers by name and table."""
    refuse = "EXECUTE FUNCTION audit_refuse()"
    covered_new, covered_old = "audit_is_archived(NEW.sequence)", "audit_is_archived(OLD.sequence)"
    # A row without a number is seen by its own transaction alone, where audit_chain() gives it one.
    rows = {
        ("audit_row_stays", "UPDATE", "audit_auditrow"): "OLD.sequence IS NOT NULL",
        ("audit_row_is_kept", "DELETE", "audit_auditrow"): f"OLD.sequence IS NOT NULL AND NOT {covered_old}",
        ("audit_row_follows", "INSERT", "audit_auditrow"): f"NEW.sequence IS NOT NULL AND NOT {covered_new}",
        ("audit_head_goes_on", "UPDATE", "audit_chainhead"): "NEW.sequence <= OLD.sequence OR NEW.id <> OLD.id",
        ("audit_head_is_kept", "DELETE", "audit_chainhead"): "TRUE",
    }
    for table in _ADD_ONLY:
        rows[(f"{table}_stays", "UPDATE", table)] = "TRUE"
        rows[(f"{table}_is_kept", "DELETE", table)] = "TRUE"
    found = {
        (name, table): f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) {refuse}"
        for (name, event, table), when in rows.items()
    }
    for table in ("audit_auditrow", "audit_chainhead", *_ADD_ONLY):
        name = f"{table}_is_not_emptied"
        found[(name, table)] = f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
    found[("audit_row_is_chained", "audit_auditrow")] = (
        "CREATE CONSTRAINT TRIGGER audit_row_is_chained AFTER INSERT ON audit_auditrow DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW WHEN (NEW.sequence IS NULL) EXECUTE FUNCTION audit_chain()"
    )
    return found


_IS_ARCHIVED: Final = """
CREATE OR REPLACE FUNCTION audit_is_archived(number bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM audit_archivesegment s WHERE number BETWEEN s.first_sequence AND s.last_sequence)
$$
"""


def install(connection: Any) -> None:
    """Put every guard in its place; those that are there are made anew."""
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in (_REFUSE, _CHAIN, _IS_ARCHIVED, *_postgresql().values()):
                cursor.execute(statement)
        else:
            for statement in _sqlite().values():
                cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the guards away: for a migration that rebuilds a table, and for tests that play the owner of the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, table in _postgresql():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        else:
            for name in _sqlite():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing_guards(connection: Any) -> list[str]:
    """Names of guards that are not in the database, or are switched off there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            expected = {name for name, _ in _postgresql()}
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            expected = set(_sqlite())
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return sorted(expected - {row[0] for row in cursor.fetchall()})
