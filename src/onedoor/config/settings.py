"""Django's settings, made from the typed environment."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from onedoor.config import environment
from onedoor.config.keys import Keys
from onedoor.config.static import fingerprint

ENVIRONMENT = environment.read()
PACKAGE = Path(__file__).resolve().parents[1]
HOME = ENVIRONMENT.home

KEYS = Keys.load(HOME / "keys.toml")
SECRET_KEY = KEYS.session
ONEDOOR_CIPHER = ENVIRONMENT.cipher
ONEDOOR_FILES = (ENVIRONMENT.files or HOME / "files").absolute()
ONEDOOR_COPIES = (ENVIRONMENT.copies or HOME / "copies").absolute()
ONEDOOR_UPLOAD_MB = ENVIRONMENT.upload_mb
ONEDOOR_UPLOAD_MOST = ENVIRONMENT.upload_most
ONEDOOR_CLAMAV = environment.scanner(ENVIRONMENT.clamav)
# What people send is read in memory: a temporary file would lie on the disk as it came. Only a request beyond every
# limit gets one, which is gone with it.
FILE_UPLOAD_MAX_MEMORY_SIZE = (ONEDOOR_UPLOAD_MB * ONEDOOR_UPLOAD_MOST + 10) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 3 * ONEDOOR_UPLOAD_MOST
ONEDOOR_BULK_MOST = ENVIRONMENT.bulk_most
ONEDOOR_COUNTY = ENVIRONMENT.county
ONEDOOR_BASE_URL = ENVIRONMENT.base_url.rstrip("/")
ONEDOOR_PRACTICE = ENVIRONMENT.practice
ONEDOOR_PRACTICE_URL = ENVIRONMENT.practice_url
# Practice reaches nobody: whatever the environment says, no message leaves it.
ONEDOOR_NOTICE_SMS = "off" if ENVIRONMENT.practice else ENVIRONMENT.notice_sms
ONEDOOR_NOTICE_SMS_ADDRESS = ENVIRONMENT.notice_sms_address
ONEDOOR_NOTICE_EMAIL = "off" if ENVIRONMENT.practice else ENVIRONMENT.notice_email
ONEDOOR_NOTICE_STAFF_EMAIL = ENVIRONMENT.notice_staff_email and not ENVIRONMENT.practice
ONEDOOR_NOTICE_QUIET = environment.quiet_hours(ENVIRONMENT.notice_quiet)
ONEDOOR_NOTICE_HOURLY = ENVIRONMENT.notice_hourly
ONEDOOR_NOTICE_FOLDER = ENVIRONMENT.notice_folder or HOME / "notices"

DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts
ROOT_URLCONF = "onedoor.config.urls"
WSGI_APPLICATION = "onedoor.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "onedoor.core",
    "onedoor.geography",
    "onedoor.organisation",
    "onedoor.work",
    "onedoor.notices",
    "onedoor.catalogue",
    "onedoor.cases",
    "onedoor.dispatch",
    "onedoor.hall",
    "onedoor.setup",
    "onedoor.simulation",
    "onedoor.exchange",
    "onedoor.desk",
    "onedoor.citizen",
    "onedoor.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "onedoor.core.connections.TrustedConnectionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "onedoor.organisation.signed_in.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            # Partials and components must be named here: their automatic loaders undo each other.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django_cotton.cotton_loader.Loader", "django.template.loaders.filesystem.Loader"],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "onedoor.config.practice_mark.practice_mark",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

FORM_RENDERER = "onedoor.config.form_pieces.FormPieces"

DATABASES = {"default": environment.database(ENVIRONMENT.store)}
# Counted tries must be seen by every process, so they are kept in the store.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "onedoor_cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Member"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "desk:sign-in"
LOGIN_REDIRECT_URL = "desk:inbox"
LOGOUT_REDIRECT_URL = "desk:sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "onedoor.desk.views.signing_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # an account is locked whatever the address (GB/T 22239 8.1.4.1)
SESSION_ENGINE = "onedoor.organisation.sessions"
SESSION_COOKIE_AGE = ENVIRONMENT.idle_minutes * 60
# Cookies know no ports: practice has its own, so that one browser can be signed in to both.
ONEDOOR_COOKIES = "practice_" if ENVIRONMENT.practice else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{ONEDOOR_COOKIES}sessionid", f"{ONEDOOR_COOKIES}csrftoken"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# The address of every static file changes with their content, so browsers may keep them for ever.
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_URL = f"/static/{fingerprint(PACKAGE / 'static')}/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/"

EMAIL_HOST = ENVIRONMENT.smtp_host
EMAIL_PORT = ENVIRONMENT.smtp_port
EMAIL_HOST_USER = ENVIRONMENT.smtp_user
EMAIL_HOST_PASSWORD = ENVIRONMENT.smtp_password.get_secret_value()
EMAIL_USE_TLS = ENVIRONMENT.smtp_tls == "starttls"
EMAIL_USE_SSL = ENVIRONMENT.smtp_tls == "tls"
EMAIL_TIMEOUT = 20  # seconds; well inside the lease of a delivery
DEFAULT_FROM_EMAIL = ENVIRONMENT.smtp_sender

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level},
    "loggers": {"django.request": {"level": "ERROR"}, "axes": {"level": "WARNING"}},
}
