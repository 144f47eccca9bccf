"""What the environment may say, typed. A wrong value is refused at start with a sentence that says what to do."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parents[3]


class Environment(BaseSettings):
    """The settings an operator may give, each from one variable of the environment."""

    model_config = SettingsConfigDict(env_prefix="ONEDOOR_", extra="ignore", env_ignore_empty=True)

    home: Path = Field(default=CHECKOUT / "var", description="Folder of keys, the SQLite store and reject files")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    debug: bool = False
    hosts: Annotated[list[str], NoDecode] = ["127.0.0.1", "localhost", "[::1]"]
    https: bool = Field(default=False, description="The site is reached over HTTPS: secure cookies, HSTS")
    base_url: str = Field(default="http://127.0.0.1:8000", description="What a printed QR code leads to")
    county: str = Field(default="", description="Six digits; empty: the only county in the store")
    language: str = "zh-hans"
    log_level: str = "INFO"
    idle_minutes: int = Field(default=30, ge=5, le=24 * 60)
    cipher: str = "aes-256-gcm"
    files: Path | None = Field(default=None, description="Where attachments lie, encrypted; HOME/files")
    copies: Path | None = Field(default=None, description="Copy-out sheets of one's own; HOME/copies")
    upload_mb: int = Field(default=10, ge=1, le=100, description="Largest attachment, in megabytes")
    upload_most: int = Field(default=9, ge=1, le=50, description="Most attachments sent together")
    clamav: str = Field(default="", description="host:port of a ClamAV daemon that looks at every attachment")
    bulk_most: int = Field(default=20_000, ge=1, le=200_000, description="Most cases of one step for many")
    practice: bool = Field(default=False, description="Everything here is invented; set by ./onedoor practice alone")
    practice_url: str = Field(default="", description="Where the practice site of this centre is reached")
    notice_sms: str = Field(default="off", description="How short messages leave the house")
    notice_email: str = Field(default="off", description="How mails leave the house")
    notice_staff_email: bool = Field(default=False, description="Staff are told by mail too, not in the house only")
    notice_quiet: str = Field(default="22:00-07:00", description="When residents are left in peace; off: never")
    notice_hourly: int = Field(default=5, ge=1, le=1000, description="Most letters to one recipient in any hour")
    notice_folder: Path | None = Field(default=None, description="Where the file provider writes; HOME/notices")
    notice_sms_address: str = Field(default="", validate_default=True, description="Mail address of an SMS gateway")
    smtp_host: str = Field(default="", validate_default=True)
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: str = Field(default="starttls", description="off, starttls, or tls from the first byte")
    smtp_sender: str = Field(default="", validate_default=True)

    @field_validator("hosts", mode="before")
    @classmethod
    def _hosts_by_comma(cls, value: object) -> object:
        return [host.strip() for host in value.split(",") if host.strip()] if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value:
            database(value)
        return value

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        if value not in ("zh-hans", "en"):
            raise ValueError("zh-hans / en")
        return value

    @field_validator("cipher")
    @classmethod
    def _known_cipher(cls, value: str) -> str:
        if value not in ("aes-256-gcm", "sm4-gcm"):
            raise ValueError("aes-256-gcm / sm4-gcm")
        return value

    @field_validator("practice_url")
    @classmethod
    def _address_of_practice(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("http://127.0.0.1:8001")
        return value.rstrip("/")

    @field_validator("clamav")
    @classmethod
    def _where_the_scanner_is(cls, value: str) -> str:
        scanner(value)
        return value

    @field_validator("notice_sms", "notice_email")
    @classmethod
    def _known_provider(cls, value: str) -> str:
        if value not in ("off", "console", "file", "smtp"):
            raise ValueError("off / console / file / smtp")
        return value

    @field_validator("notice_quiet")
    @classmethod
    def _hours(cls, value: str) -> str:
        quiet_hours(value)
        return value

    @field_validator("notice_sms_address")
    @classmethod
    def _where_the_gateway_is(cls, value: str, told: ValidationInfo) -> str:
        if told.data.get("notice_sms") == "smtp" and (value.count("{phone}") != 1 or "@" not in value):
            raise ValueError("{phone}@sms.example.org (ONEDOOR_NOTICE_SMS=smtp)")
        return value

    @field_validator("smtp_host")
    @classmethod
    def _host_of_mails(cls, value: str, told: ValidationInfo) -> str:
        if not value and _mails(told):
            raise ValueError("mail.example.org (ONEDOOR_NOTICE_EMAIL=smtp / ONEDOOR_NOTICE_SMS=smtp)")
        return value

    @field_validator("smtp_tls")
    @classmethod
    def _known_tls(cls, value: str) -> str:
        if value not in ("off", "starttls", "tls"):
            raise ValueError("off / starttls / tls")
        return value

    @field_validator("smtp_sender")
    @classmethod
    def _sender_of_mails(cls, value: str, told: ValidationInfo) -> str:
        if _mails(told) and "@" not in value:
            raise ValueError("onedoor@example.org (ONEDOOR_NOTICE_EMAIL=smtp / ONEDOOR_NOTICE_SMS=smtp)")
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("DEBUG / INFO / WARNING / ERROR")
        return value.upper()

    @field_validator("county")
    @classmethod
    def _six_digits(cls, value: str) -> str:
        if value and not (len(value) == 6 and value.isdigit()):
            raise ValueError("6 digits, e.g. 990801")
        return value

    @property
    def store(self) -> str:
        """The URL of the store that every command uses."""
        return self.database_url or f"sqlite:///{self.home / 'onedoor.sqlite3'}"


def _mails(told: ValidationInfo) -> bool:
    return "smtp" in (told.data.get("notice_sms"), told.data.get("notice_email"))


def quiet_hours(text: str) -> tuple[time, time] | None:
    """From when to when nobody is disturbed, by the clock on the wall; None for ``off``.

    Raises ValueError when the text is neither 22:00-07:00 nor off.
    """
    if text == "off":
        return None
    try:
        starts, ends = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise ValueError("22:00-07:00 / off") from None
    if starts == ends or starts.tzinfo or ends.tzinfo:
        raise ValueError("22:00-07:00 / off")
    return starts, ends


def scanner(text: str) -> tuple[str, int] | None:
    """Host and port of the scanner; None where there is none.

    Raises ValueError when the text is not host:port.
    """
    if not text:
        return None
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("127.0.0.1:3310")
    return host.strip("[]"), int(port)


class BadEnvironment(SystemExit):
    """The environment cannot be used; the sentence says which variable and what to do."""


def read() -> Environment:
    """Read and check the environment.

    Raises BadEnvironment with one sentence in Chinese and English per variable that cannot be used.
    """
    try:
        return Environment()
    except ValidationError as error:
        raise BadEnvironment("\n".join(_sentence(problem) for problem in error.errors())) from None


def _sentence(problem: ErrorDetails) -> str:
    field = str(problem["loc"][0])
    variable = field if field.isupper() else f"ONEDOOR_{field.upper()}"
    reason = problem["msg"].removeprefix("Value error, ")
    value = problem["input"]
    return (
        f"环境变量 {variable}={value!r} 不能用：请改成 {reason}。\n"
        f"The environment variable {variable}={value!r} cannot be used: {reason}."
    )


def database(url: str) -> dict[str, object]:
    """Django's settings for the store a URL names.

    Raises ValueError when the URL is neither sqlite:///path nor postgresql://….
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(url.removeprefix("sqlite:///"))
        if not url.startswith("sqlite:///") or not path or path.startswith(":"):
            raise ValueError("sqlite:///path/to/file.sqlite3")
        return _sqlite(Path(path).absolute())
    if parts.scheme in ("postgresql", "postgres"):
        name = unquote(parts.path.removeprefix("/"))
        if not name:
            raise ValueError("postgresql://user:password@host:5432/name")
        return _postgresql(
            name, parts.username, parts.password, parts.hostname, parts.port, dict(parse_qsl(parts.query))
        )
    raise ValueError("sqlite:///path or postgresql://user:password@host:5432/name")


def _sqlite(path: Path) -> dict[str, object]:
    # FULL: what was acknowledged survives a power cut, not only a killed process. IMMEDIATE: a writer waits its turn
    # at BEGIN instead of failing in the middle. SECURE_DELETE: what was erased is overwritten, not only let go.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
            "PRAGMA secure_delete=ON;",
        },
    }


def _postgresql(
    name: str, user: str | None, password: str | None, host: str | None, port: int | None, query: dict[str, str]
) -> dict[str, object]:
    # Server-side binding and preparing at the first use are what make a registration cheap; Django leaves both off.
    options: dict[str, object] = {**query, "server_side_binding": True, "prepare_threshold": 1}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "HOST": host or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
