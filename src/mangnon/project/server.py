"""Serving the site: gunicorn with threads, inside this process's own settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Only our own options; no configuration file is read."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made in the worker."""
        from mangnon.project.wsgi import application

        return application


def serve(*, port: int, at_end: Callable[[], None]) -> None:
    """Serve on the loopback address until interrupted; `at_end` is called then. One process: one model in memory."""
    _Server(
        {
            "on_exit": lambda server: at_end(),
            "bind": f"127.0.0.1:{port}",
            "workers": 1,
            "threads": 8,
            "worker_class": "gthread",
            "timeout": 120,
            "accesslog": None,  # addresses of pages are not logged: they say who looked at what
            "errorlog": "-",
            "loglevel": "warning",
        }
    ).run()
