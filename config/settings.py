"""
Settings. What differs between places comes from the environment; `docker-compose.yml` sets the same,
and a test compares the two.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    broker_address,
    bucket,
    database,
    flag,
    listed,
    port_number,
    redis_address,
    text,
    web_address,
)
from config.pool import POOL

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The place ---

DEBUG = flag("DEBUG", default=False)
SECRET_KEY = text("SECRET_KEY", "for-development-only" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or DEBUG=1 on your own machine.")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")
BASE_URL = web_address("BASE_URL", "http://localhost:8000")
DATA_DIR = Path(text("DATA_DIR", str(BASE_DIR / ".run" / "files"))).resolve()
PRACTICE = text("PRACTICE", "luton")
DEMONSTRATION = flag("DEMONSTRATION", default=False)

# --- Parts ---

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "guardian",
    # Each imports itself and what stands above it.
    "casework",
    "workbook",
    "supervision",
    "chronology",
    "audit",
    "config",
]

MIDDLEWARE = [
    "config.health.middleware.RequestIdMiddleware",
    "config.health.middleware.CountingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside all that may fail, so that its answers carry the headers too.
    "config.middleware.ContentSecurityPolicyMiddleware",
    "config.health.middleware.MachinesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before all that may answer in place of a view: what it then opens comes through the mask too.
    "casework.masks.middleware.MaskMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "casework.sign_in.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "casework.trail.middleware.TrailMiddleware",
    "casework.access.middleware.RightsMiddleware",
    "casework.access.middleware.ViewingMiddleware",
    # The last, so that no turn is taken by what is refused before.
    "casework.failures.middleware.WaitingMiddleware",
]

ROOT_URLCONF = "config.urls"
# Under which the API is; what is refused there is refused as JSON.
API = "/api/"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casework.context.page",
            ],
        },
    },
]
FORM_RENDERER = "casework.forms.renderer.GovukRenderer"

# --- Navigation: the names of pages of all apps, wired here so that no app names a page to its right ---

NAVIGATION = {"my-work": "My work", "families": "Families", "supervisions": "Supervision"}
# For whoever takes calls about a child's safety.
NAVIGATION_FOR_CALLS = {"calls": "Calls"}
FAMILY_NAVIGATION = {
    "family": "Overview",
    "notes": "Notes",
    "workbook": "Workbook",
    "programmes": "Programme",
    "family-supervisions": "Supervision",
    "chronology": "Chronology",
    "people": "People",
    "history": "History",
}
# Where a note is recorded, from any page of a family.
RECORD_PAGE = "note-record"

# --- Database and jobs ---

DATABASES = {"default": database("DATABASE_URL", "postgres:///workbook", conn_max_age=0, conn_health_checks=True)}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = POOL
# A page that is not the next costs little more than the next, in memory and on disks without heads; PostgreSQL would
# count four times as much, and read tables from end to end.
DATABASES["default"]["OPTIONS"]["options"] = "-c random_page_cost=1.1"

# The role with which the application connects; `manage.py grant`, run by the tables' owner, grants to it.
DATABASE_APPLICATION_ROLE = text("DATABASE_APPLICATION_ROLE", "")

REDIS_URL = redis_address("REDIS_URL", "redis://localhost:6379/0")
CELERY_BROKER_URL = broker_address(REDIS_URL)

# --- People and sessions ---

AUTH_USER_MODEL = "casework.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "my-work"
LOGOUT_REDIRECT_URL = "sign-in"
# Of guardian only the base of `FamilyGrant` is used (ADR 34): no user for who is signed out, nothing added to `User` or
# `Group`, and no backend, of which it warns.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = GUARDIAN_MONKEY_PATCH_GROUP = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

HOUR = 60 * 60
# In the database alone: what a cache gives back after it was away may be a session that somebody has signed out of.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * HOUR
SESSION_COOKIE_HTTPONLY = True
# Off only where the browser speaks to the application without TLS: the demonstration on one's own machine.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("SECURE_COOKIES", default=True)
# The page's own script reads this one, to go on saving unsaved text after signing in again.
CSRF_COOKIE_HTTPONLY = False

CSRF_FAILURE_VIEW = "casework.failures.views.csrf_failure"
# The longest text that is kept has 500,000 characters; one character of a form may take twelve bytes on its way.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000

# On only where every request comes through a proxy that speaks TLS and sets the header itself, since it is believed.
BEHIND_TLS_PROXY = flag("BEHIND_TLS_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
# Sent on what came by TLS alone; of other hosts of the same domain nothing is known here.
SECURE_HSTS_SECONDS = 365 * 24 * HOUR if BEHIND_TLS_PROXY else 0

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Language and time ---

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- Files ---

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    # Documents: in a folder of one machine, or in a bucket that several machines share.
    "default": bucket(
        text("DOCUMENTS_BUCKET"),
        address=text("DOCUMENTS_ADDRESS"),
        region=text("DOCUMENTS_REGION"),
        key=text("DOCUMENTS_KEY"),
        secret=text("DOCUMENTS_SECRET"),
    )
    or {"BACKEND": "casework.documents.storage.PrivateStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.static.StaticStorage",
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Mail ---

EMAIL_HOST = text("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_PORT = port_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "workbook@localhost")

# --- Watching ---

# With which another machine may read /metrics; without one only this machine may.
METRICS_TOKEN = text("METRICS_TOKEN")

# --- API ---

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "config.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Family Safeguarding Workbook",
    "DESCRIPTION": "What the signed-in person may read. Nothing can be written here.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- Logs ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "logging.Formatter" if DEBUG else "config.log.WithoutContent",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        }
    },
    "filters": {
        "request_id": {"()": "config.health.request_ids.WithRequestId"},
        "once_a_minute": {"()": "config.log.OnceAMinute"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers are taken away: they would mail the settings and the request to administrators.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"propagate": True},
        # It says each loan of a connection, and each attempt while the database is away.
        "psycopg.pool": {"level": "WARNING", "filters": ["once_a_minute"]},
        # It says each step of each pack, and repeats parts of the text in its warnings.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
