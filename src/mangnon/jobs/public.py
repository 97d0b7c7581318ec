"""The door of `jobs`."""

from mangnon.jobs.handlers import Handler, Step, one_after_another
from mangnon.jobs.models import Job, Round, Worker
from mangnon.jobs.rounds import ask_for_round, last_rounds, round_day
from mangnon.jobs.rules import seconds_left
from mangnon.jobs.selectors import is_worker_alive, jobs_ahead, jobs_ahead_of
from mangnon.jobs.services import (
    Turn,
    TurnEnded,
    TurnLost,
    add_job,
    cancel_job,
    count_loss,
    retry_job,
    take_job,
)
from mangnon.jobs.serving import serve
from mangnon.jobs.terms import OPEN_STATES, JobState
from mangnon.jobs.working import work

__all__ = [
    "OPEN_STATES",
    "Handler",
    "Job",
    "JobState",
    "Round",
    "Step",
    "Turn",
    "TurnEnded",
    "TurnLost",
    "Worker",
    "add_job",
    "ask_for_round",
    "cancel_job",
    "count_loss",
    "is_worker_alive",
    "jobs_ahead",
    "jobs_ahead_of",
    "last_rounds",
    "one_after_another",
    "retry_job",
    "round_day",
    "seconds_left",
    "serve",
    "take_job",
    "work",
]
