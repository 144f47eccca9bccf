from __future__ import annotations

from datetime import time

import pytest

from onedoor.config.environment import BadEnvironment, quiet_hours, read


def test_nothing_leaves_the_house_unless_somebody_says_so() -> None:
    told = read()
    assert (told.notice_sms, told.notice_email, told.notice_staff_email) == ("off", "off", False)
    assert (quiet_hours(told.notice_quiet), told.notice_hourly) == ((time(22), time(7)), 5)


MAIL = {"ONEDOOR_NOTICE_EMAIL": "smtp", "ONEDOOR_SMTP_HOST": "mail.example.org", "ONEDOOR_SMTP_SENDER": "a@example.org"}


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"ONEDOOR_NOTICE_SMS": "pigeon"}, "ONEDOOR_NOTICE_SMS"),
        ({"ONEDOOR_NOTICE_QUIET": "night"}, "ONEDOOR_NOTICE_QUIET"),
        ({"ONEDOOR_NOTICE_QUIET": "22:00-22:00"}, "ONEDOOR_NOTICE_QUIET"),
        ({"ONEDOOR_NOTICE_HOURLY": "0"}, "ONEDOOR_NOTICE_HOURLY"),
        (MAIL | {"ONEDOOR_SMTP_HOST": ""}, "ONEDOOR_SMTP_HOST"),
        (MAIL | {"ONEDOOR_SMTP_SENDER": "me"}, "ONEDOOR_SMTP_SENDER"),
        (MAIL | {"ONEDOOR_SMTP_TLS": "yes"}, "ONEDOOR_SMTP_TLS"),
        (MAIL | {"ONEDOOR_NOTICE_SMS": "smtp"}, "ONEDOOR_NOTICE_SMS_ADDRESS"),
        (MAIL | {"ONEDOOR_NOTICE_SMS": "smtp", "ONEDOOR_NOTICE_SMS_ADDRESS": "x@y"}, "ONEDOOR_NOTICE_SMS_ADDRESS"),
    ],
)
def test_what_cannot_work_is_refused_at_start_by_name(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], named: str
) -> None:
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadEnvironment, match=f"{named}=") as refused:
        read()
    assert str(refused.value).count("环境变量") == 1


def test_a_mail_server_and_a_gateway_are_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = {"ONEDOOR_NOTICE_SMS": "smtp", "ONEDOOR_NOTICE_SMS_ADDRESS": "{phone}@sms.example.org"}
    for name, value in (MAIL | gateway | {"ONEDOOR_SMTP_PASSWORD": "secret", "ONEDOOR_NOTICE_QUIET": "off"}).items():
        monkeypatch.setenv(name, value)
    told = read()
    assert quiet_hours(told.notice_quiet) is None
    assert told.smtp_password.get_secret_value() == "secret" and "secret" not in repr(told)
