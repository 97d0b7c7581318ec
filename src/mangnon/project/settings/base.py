"""Settings shared by every way of running. What differs comes from the environment (docs/deployment.md)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url

from mangnon.project.home import home, secret_key
from mangnon.project.settings import reminding as _reminding
from mangnon.project.settings import sign_in as _sign_in

PACKAGE = Path(__file__).resolve().parents[2]

SECRET_KEY = secret_key()
# Secrets of before: keys of second factors are read with them, and old values of the evidence proved.
SECRET_KEY_FALLBACKS = os.environ.get("MANGNON_OLD_SECRET_KEYS", "").split()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MANGNON_HOSTS", "localhost,127.0.0.1,[::1]").replace(" ", "").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MANGNON_ORIGINS", "").split(",") if origin]
# Served behind TLS: cookies only over it, and browsers are told to stay there.
BEHIND_TLS = os.environ.get("MANGNON_TLS", "") == "1"

INSTALLED_APPS = [
    "mangnon.exchange",
    "mangnon.desk",
    "mangnon.people",
    "mangnon.reorganisation",
    "mangnon.reporting",
    "mangnon.recommendations",
    "mangnon.activities",
    "mangnon.outgoing",
    "mangnon.indicators",
    "mangnon.plans",
    "mangnon.documents",
    "mangnon.agencies",
    "mangnon.territory",
    "mangnon.notices",
    "mangnon.files",
    "mangnon.calendars",
    "mangnon.audit",
    "mangnon.jobs",
    "mangnon.accounts",
    "mangnon.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "mangnon.project.middleware.BodyLimitMiddleware",
    "mangnon.project.middleware.AddressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mangnon.project.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mangnon.people.web.gate.SignInGate",
    "mangnon.project.middleware.ActorMiddleware",
    "mangnon.project.middleware.RefusalMiddleware",
    "mangnon.project.middleware.MethodMiddleware",
]

ROOT_URLCONF = "mangnon.project.urls"
WSGI_APPLICATION = "mangnon.project.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "mangnon.project.context.page_frame",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{home() / 'mangnon.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock at BEGIN: two writers wait for each other instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Pages ask many small things: compiling a statement costs more than it saves as soon as an estimate is high.
    DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "options": "-c jit=off"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "mangnon.people.passwords.PasswordRules"}]
SIGN_IN_LIMITS: dict[str, int] = _sign_in.numbers()
SECOND_FACTOR: str = os.environ.get("MANGNON_SECOND_FACTOR", "") or "theo vai trò"
OUTSIDE_SIGN_IN: dict[str, str] = _sign_in.outside_sign_in()
# How many proxies stand before the site, each of which adds the address it was asked from.
PROXIES: int = _sign_in.proxies(default=1 if BEHIND_TLS else 0)
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "sign_in"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": home() / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A larger body is refused before it is read; one page image set of 300 pages is far below.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A called table of 200 rows and 12 columns has 2,400 boxes, and a call may ask for several.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "mangnon.files.uploading.RoomAwareUploadHandler",
]
# Evidence and other files that are kept (docs/decisions/0031): how large one may be, how much all may take (0: no
# limit), and how much of the disk stays free for the database.
FILES: dict[str, int] = {
    "largest_bytes": int(os.environ.get("MANGNON_LARGEST_FILE_MB", "20")) * 1_048_576,
    "quota_bytes": int(os.environ.get("MANGNON_FILES_QUOTA_MB", "0")) * 1_048_576,
    "reserve_bytes": int(os.environ.get("MANGNON_DISK_RESERVE_MB", "200")) * 1_048_576,
}

SESSION_ENGINE = "mangnon.people.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SIGN_IN_LIMITS.get("session_hours", 12) * 60 * 60
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_HSTS_PRELOAD = BEHIND_TLS
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Work in the background (docs/decisions/0023): a worker silent for a lease is taken for dead; a step that takes longer
# than this hangs; so many dead workers and a person must decide. The round of a day (docs/decisions/0028) begins at an
# hour of Viet Nam, and not on a worker that is told to leave it.
JOBS: dict[str, int] = {
    "lease_seconds": int(os.environ.get("MANGNON_JOB_LEASE_SECONDS", "60")),
    "step_seconds": int(os.environ.get("MANGNON_JOB_STEP_SECONDS", "300")),
    "most_losses": 3,
    "daily_round": int(os.environ.get("MANGNON_DAILY_ROUND", "1")),
    "daily_hour": int(os.environ.get("MANGNON_DAILY_HOUR", "6")),
}

# Invitations and digests go out by mail when the site has a mail server; without one invitations are printed on slips,
# and who is reminded reads it on the site.
EMAIL_BACKEND = "mangnon.notices.mailing.SmtpBackend"
EMAIL_HOST = os.environ.get("MANGNON_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("MANGNON_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("MANGNON_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MANGNON_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("MANGNON_MAIL_TLS", "1") == "1"
EMAIL_TIMEOUT = 10
MAIL_FROM = os.environ.get("MANGNON_MAIL_FROM", "") if EMAIL_HOST else ""
SITE_ADDRESS: str = _reminding.site_address(CSRF_TRUSTED_ORIGINS)
REMINDING: dict[str, int] = _reminding.numbers()

# Programs: how often one key may ask in a minute.
API_REQUESTS_A_MINUTE: int = int(os.environ.get("MANGNON_API_REQUESTS_A_MINUTE", "") or "600")

# Which rooms write outgoing papers themselves (outgoing.owners): what a paper was made of, and who writes its words.
PAPER_OWNERS = {
    "consolidation": "mangnon.reporting.consolidation.issuing.ConsolidationPapers",
    "child_rights_report": "mangnon.reporting.consolidation.issuing.ChildRightsPapers",
    "report_urging_letter": "mangnon.reporting.review.urging_papers.ReportLetterPapers",
    "urging_letter": "mangnon.plans.urging.issuing.LetterPapers",
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
