"""Settings of the portal, read from top to bottom. Every environment variable is in README.md."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from baliportal import env
from baliportal.entry.bodies import MOST

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.writable_dir(BASE_DIR / "var")

# The database decides how strict the start is: PostgreSQL means that the portal is in service.
# SQLite is the default since a public page only reads, and a reader needs no server to begin.
# Public requests only read (baliportal.entry.connections); commands and the desk alone write.
ROLE = env.role()
PUBLIC_DATABASE = env.public_database(VAR_DIR)
DATABASES = {"default": PUBLIC_DATABASE if ROLE == "public" else env.database(VAR_DIR)}
# The index of search follows from the data, and is left out of dumps.
DATABASE_ROUTERS = ["reports.models.search.Router"]
SERVICE = DATABASES["default"]["ENGINE"].endswith("postgresql")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(VAR_DIR / "secret-key", service=SERVICE)
ALLOWED_HOSTS = env.comma_list("ALLOWED_HOSTS") or (
    [] if SERVICE else ["127.0.0.1", "localhost", "[::1]"]
)
if SERVICE and DEBUG:
    raise ImproperlyConfigured(
        "DEBUG is on with a service database, and would show its insides to anyone: "
        "leave DEBUG out, or use SQLite."
    )
if SERVICE and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set: with a service database, name the host names that the portal "
        "answers to, with commas between them, as in ALLOWED_HOSTS=reports.example.org"
    )
if SERVICE:
    env.require_safe_service(ALLOWED_HOSTS, SECRET_KEY)

# Who keeps this copy. Without a name the pages say that none is stated.
KEEPER_NAME = os.environ.get("KEEPER_NAME", "").strip()
KEEPER_EMAIL = os.environ.get("KEEPER_EMAIL", "").strip()
OFFICIAL = env.flag("OFFICIAL")
# Whom to tell of a fault in the portal's safety: for /.well-known/security.txt.
SECURITY_CONTACT = env.contact(os.environ.get("SECURITY_CONTACT", ""))

# Behind a proxy that speaks TLS: one setting for all that follows.
BEHIND_TLS = env.flag("BEHIND_TLS")
# Where the portal is found, for citations, exports and mails: addresses there are absolute, and a
# page must not depend on the host name that one reader typed.
FIRST_HOST = (ALLOWED_HOSTS[0] if ALLOWED_HOSTS[0] != "*" else "localhost").removeprefix(".")
SITE_URL = env.origin(
    "SITE_URL",
    f"{'https' if BEHIND_TLS else 'http'}://{FIRST_HOST}"
    + ("" if SERVICE or BEHIND_TLS else f":{env.number('PORT', 8000, 1, 65535)}"),
)
# How many proxies stand before the portal, which say in the header Forwarded who asks. The entry reads
# it, and tells Django the client's address and scheme as those of the request itself.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", int(BEHIND_TLS), int(BEHIND_TLS), 9)
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
# Over TLS a browser takes a cookie of such a name from this host alone, never from a neighbour's.
PREFIX = "__Host-" if BEHIND_TLS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{PREFIX}sessionid", f"{PREFIX}csrftoken"
MESSAGE_COOKIE_NAME, MESSAGE_STORAGE = f"{PREFIX}messages", "baliportal.desk.DeskMessageStorage"
SESSION_COOKIE_AGE = 30 * 60  # without use; baliportal/door/sessions.py has the rest
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if host != "*"
] * BEHIND_TLS
# W005 and W021 ask for HSTS over every subdomain and preload. One portal must not decide that for
# a ministry's other sites, so both are off unless the environment says so.
# W003 looks for Django's own CSRF middleware by its name: DeskCsrf is it, for the desk alone, and a
# test holds that a form of the desk without its token is refused.
# axes.W002 asks for a middleware that answers instead of the log-in page, which tells the pause itself.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "security.W003", "security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "reports",
    "baliportal.door.desk.DeskConfig",
    "axes",
    "baliportal.door",  # before auth, whose createsuperuser asks less of a password
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django_filters",
    "reversion",
]

FORM_RENDERER = "baliportal.rendering.QuickRenderer"

# The headers of every answer; the entry gives them to those that it makes without Django, too.
HEADERS_MIDDLEWARE = [
    "baliportal.middleware.OwnHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",  # after it: it leads to https itself
]
MIDDLEWARE = [
    *HEADERS_MIDDLEWARE,
    "baliportal.middleware.ReadsOnly",
    "baliportal.middleware.DropTrackers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "baliportal.desk.DeskGzip",
    "baliportal.desk.DeskSession",
    "django.middleware.common.CommonMiddleware",
    "baliportal.desk.DeskCsrf",
    "baliportal.desk.DeskAuthentication",
    "baliportal.desk.DeskMessages",
    "baliportal.desk.DeskRescue",
    "baliportal.middleware.Snapshot",
]

ROOT_URLCONF = "baliportal.urls"
WSGI_APPLICATION = "baliportal.wsgi.application"
CSRF_FAILURE_VIEW = "reports.admin.rescue.csrf_failure"
# A form of the desk. A meeting of some hundred participants has thousands of fields; what bounds them
# all is the size that the entry takes.
DATA_UPLOAD_MAX_MEMORY_SIZE = MOST
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The editors' door. A hash of an older kind is made anew when its owner next logs in.
PASSWORD_HASHERS = [
    "baliportal.door.passwords.BoundedArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "baliportal.door.pauses.GrowingPauses"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 24  # hours after which wrong passwords are forgotten
AXES_CLIENT_IP_CALLABLE = "baliportal.door.addresses.client_network"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Whether each account needs a second factor; who has set one up is always asked for it.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=SERVICE)
OTP_TOTP_ISSUER = "Bali Process reports"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{RULES}.UserAttributeSimilarityValidator"},
    {"NAME": f"{RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{RULES}.CommonPasswordValidator"},
    {"NAME": f"{RULES}.NumericPasswordValidator"},
    {"NAME": "baliportal.door.passwords.OwnWordsValidator"},
    {"NAME": "baliportal.door.passwords.PatternValidator"},
]

# Public pages know of no account and no message; the desk's do. Django's checks look at the first.
BACKEND = "django.template.backends.django.DjangoTemplates"
CONTEXT = ["django.template.context_processors.request", "reports.pages.context.portal"]
DESK_CONTEXT = [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "NAME": "desk",
        "BACKEND": BACKEND,
        "DIRS": [BASE_DIR / "templates" / "desk"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": [*CONTEXT, *DESK_CONTEXT]},
    },
    {
        "NAME": "pages",
        "BACKEND": BACKEND,
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # Django's sitemap
        "OPTIONS": {"context_processors": CONTEXT},
    },
]

# A process that answers public pages alone loads nothing of the desk.
if ROLE == "public":
    INSTALLED_APPS = [
        "reports",
        "django.contrib.sitemaps",
        "django.contrib.staticfiles",
        "django_filters",
    ]
    CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
    PUBLIC_MIDDLEWARE = ("baliportal.middleware.", "django.middleware.", "whitenoise.")
    MIDDLEWARE = [name for name in MIDDLEWARE if name.startswith(PUBLIC_MIDDLEWARE)]
    TEMPLATES = [engine for engine in TEMPLATES if engine["NAME"] == "pages"]

# The report is Australian and the portal's own words follow it: 7 June 2004.
LANGUAGE_CODE = "en-au"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Whether answers are kept in memory, and where large ones are on disk.
PAGE_STORE = env.flag("PAGE_STORE", default=True)
ANSWERS_DIR = VAR_DIR / "answers"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / ("static-public" if ROLE == "public" else "static")  # of other apps
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
# Names that carry a hash, kept for ever by browsers; plain names while developing and in tests.
HASHED_STATIC = not (DEBUG or "PYTEST_VERSION" in os.environ)
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
# No page names another: half of the files, and their time at a first start, are left out.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "baliportal.env.LogLine"},
        "json": {"()": "baliportal.env.JsonLine"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "audit": env.audit_handler(os.environ.get("AUDIT_LOG", "")),
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # A reader's slip (404, 405) or a stray host name is no fault of the portal's.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # It names each wrong password with the name that was typed.
        "axes": {"level": "ERROR"},
        # Who did what at the desk's door, see baliportal/door/audit.py.
        "audit": {"handlers": ["audit"], "level": "INFO", "propagate": False},
    },
}
