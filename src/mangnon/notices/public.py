"""The door of `notices`."""

from mangnon.notices.models import Digest, Notice, Reminder
from mangnon.notices.policies import can_see_reminders
from mangnon.notices.rules import Content, Line, content_of, section_of
from mangnon.notices.rules.keys import LONGEST_MATTER, kept_key
from mangnon.notices.selectors import (
    digest_of_day,
    digests,
    escalated_matters,
    have_digest,
    is_mail_on,
    mailable,
    notices,
    reminders,
    reminders_of,
    unread_count,
    wants_mail,
)
from mangnon.notices.sending import Sent, send_waiting
from mangnon.notices.services import (
    choose_mail,
    log_reminders,
    mark_all_read,
    mark_read,
    store_digests,
    tell,
    wait_to_escalate,
)

__all__ = [
    "LONGEST_MATTER",
    "Content",
    "Digest",
    "Line",
    "Notice",
    "Reminder",
    "Sent",
    "can_see_reminders",
    "choose_mail",
    "content_of",
    "digest_of_day",
    "digests",
    "escalated_matters",
    "have_digest",
    "is_mail_on",
    "kept_key",
    "log_reminders",
    "mailable",
    "mark_all_read",
    "mark_read",
    "notices",
    "reminders",
    "reminders_of",
    "section_of",
    "send_waiting",
    "store_digests",
    "tell",
    "unread_count",
    "wait_to_escalate",
    "wants_mail",
]
