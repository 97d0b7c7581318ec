"""jobs: work that outlasts a request."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The queue and its workers."""

    name = "mangnon.jobs"
    verbose_name = "Việc chạy nền"
