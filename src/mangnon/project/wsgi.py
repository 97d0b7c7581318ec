"""The WSGI application."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from mangnon.project.training import start_training_clock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings.base")
start_training_clock()
application = get_wsgi_application()
