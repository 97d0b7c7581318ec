"""Settings of the test run: the product's own, with cheap passwords and files in a throw-away home.

Neither the user's data nor the user's database can be reached from here: both addresses are replaced.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

if "pytest" in sys.modules:
    _throw_away = tempfile.mkdtemp(prefix="mangnon-test-")
    atexit.register(shutil.rmtree, _throw_away, ignore_errors=True)
else:  # mypy reads these settings and leaves without running what is registered: one place for all its runs
    _throw_away = str(Path(tempfile.gettempdir()) / f"mangnon-types-{os.getuid()}")
os.environ["MANGNON_HOME"] = _throw_away
os.environ["MANGNON_SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ.pop("DATABASE_URL", None)
if address := os.environ.get("MANGNON_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = address

from mangnon.project.settings.base import *  # noqa: F403
from mangnon.project.settings.base import DATABASES, STORAGES

# A command that a test starts as its own process works in its own home with SQLite, never in the tests' database.
os.environ.pop("DATABASE_URL", None)

ALLOWED_HOSTS = ["*"]
# Tests sign people in without a device; those of the second factor switch it on.
SECOND_FACTOR = "không"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real use: WAL and the write lock behave as they do there, which a database in memory does not show.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_throw_away) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
