"""Settings of the test run: the product's own, with cheap passwords and files in a throw-away home."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("MANGNON_HOME", tempfile.mkdtemp(prefix="mangnon-test-"))
os.environ.setdefault("MANGNON_SECRET_KEY", "only-for-tests-" + "x" * 50)

from mangnon.project.settings.base import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
