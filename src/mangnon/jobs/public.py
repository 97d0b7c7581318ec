"""The door of `jobs`."""

from mangnon.jobs.models import Job, Worker
from mangnon.jobs.terms import OPEN_STATES, JobState

__all__ = ["OPEN_STATES", "Job", "JobState", "Worker"]
