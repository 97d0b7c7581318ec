"""Reads of what a person was told, and of the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db.models import QuerySet

from mangnon.accounts.public import Actor, User
from mangnon.kernel import clock
from mangnon.notices.models import Delivery, Digest, Notice, Preference, Reminder
from mangnon.notices.policies import can_see_reminders
from mangnon.notices.terms import DeliveryState, ReminderKind


def is_mail_on() -> bool:
    """Whether the site sends e-mail at all (docs/deployment.md); it does not unless a server and a sender are named."""
    return bool(settings.MAIL_FROM)


def unread_count(person_id: int | None) -> int:
    """How many notices, and today's digest, a person has not read. One query."""
    if person_id is None:
        return 0
    notices = Notice.objects.filter(person=person_id, read_at__isnull=True).order_by().values("pk")
    digest = Digest.objects.filter(person=person_id, on=clock.today(), read_at__isnull=True).order_by().values("pk")
    return notices.union(digest, all=True).count()


def notices(viewer: Actor) -> QuerySet[Notice]:
    """What the viewer was told, newest first."""
    return Notice.objects.filter(person=viewer.user_id) if viewer.user_id is not None else Notice.objects.none()


def digests(viewer: Actor) -> QuerySet[Digest]:
    """The viewer's digests, newest first, each with its e-mail if there was one."""
    if viewer.user_id is None:
        return Digest.objects.none()
    return Digest.objects.filter(person=viewer.user_id).select_related("delivery")


def digest_of_day(viewer: Actor, day: dt.date) -> Digest | None:
    """The viewer's digest of one day."""
    return digests(viewer).filter(on=day).first()


def wants_mail(person_id: int) -> bool:
    """Whether a person wants digests by e-mail too; everybody does who said nothing."""
    found = Preference.objects.filter(person=person_id).values_list("by_mail", flat=True).first()
    return found is not False


def mailable() -> set[int]:
    """Who may get e-mail: the site sends it, the account is open, an address is known, the person did not refuse."""
    if not is_mail_on():
        return set()
    found = User.objects.filter(is_active=True).exclude(email="").exclude(reminding__by_mail=False)
    return set(found.order_by().values_list("pk", flat=True))


def have_digest(on: dt.date) -> set[int]:
    """Who has the digest of a day already."""
    return set(Digest.objects.filter(on=on).order_by().values_list("person_id", flat=True))


def escalated_matters(matters: Collection[str]) -> set[tuple[str, int]]:
    """Which of some matters were told to which level already."""
    found = Reminder.objects.filter(kind=ReminderKind.ESCALATION, matter__in=matters).order_by()
    return set(found.values_list("matter", "level"))


def reminders(viewer: Actor) -> QuerySet[Reminder]:
    """The log of the viewer's provinces, newest first."""
    found = Reminder.objects.select_related("by", "to")
    if viewer.is_system:
        return found
    return found.filter(territory_code__in=viewer.territory_codes) if can_see_reminders(viewer) else found.none()


def reminders_of(matters: Collection[str]) -> QuerySet[Reminder]:
    """The log of some matters, newest first. Whoever asks has made sure that the viewer may see what they are about."""
    return Reminder.objects.filter(matter__in=matters).select_related("by", "to")


def mail_counts(on: dt.date) -> dict[str, int]:
    """How the e-mails of a day stand, by state."""
    counts = dict.fromkeys(DeliveryState.values, 0)
    for state in Delivery.objects.filter(digest__on=on).order_by().values_list("state", flat=True):
        counts[state] += 1
    return {state: count for state, count in counts.items() if count}
