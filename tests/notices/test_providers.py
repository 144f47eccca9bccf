from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from onedoor.notices.providers import Letter, Undeliverable, provider
from onedoor.notices.providers.file import NAME, File
from onedoor.notices.providers.smtp import NotTaken

MAIL = Letter(channel="email", address="zhou@example.org", title="有新进展", text="您反映的事项有新进展。")
SMS = Letter(channel="sms", address="139 0001 0417", title="有新进展", text="您反映的事项有新进展。")
KEY = "990801-17"


@dataclass
class Mailroom:
    """What a mail server received, and how it answers to a recipient."""

    answer: str = "250 OK"
    mails: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(to)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        made = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        assert isinstance(made, EmailMessage)
        self.mails.append((list(envelope.rcpt_tos), made))
        return "250 taken"


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def mailroom(settings: Any) -> Iterator[Mailroom]:
    """A real mail server on this machine, and the settings that lead to it."""
    made = Mailroom()
    server = Controller(made, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "onedoor@yunzhou.example.org"
    settings.ONEDOOR_NOTICE_SMS_ADDRESS = "{phone}@sms.example.org"
    settings.ONEDOOR_NOTICE_EMAIL = settings.ONEDOOR_NOTICE_SMS = "smtp"
    try:
        yield made
    finally:
        server.stop()


def send(letter: Letter, key: str = KEY) -> None:
    chosen = provider(letter.channel)
    assert chosen is not None
    chosen.send(letter, key)


def test_a_mail_arrives_in_both_scripts_with_a_message_id_made_of_the_key(mailroom: Mailroom) -> None:
    send(MAIL)
    send(MAIL)
    (to, mail), (_to, again) = mailroom.mails
    assert to == ["zhou@example.org"]
    assert (mail["Subject"], mail["From"]) == ("有新进展", "onedoor@yunzhou.example.org")
    assert mail.get_content().strip() == MAIL.text
    assert mail["Message-ID"] == again["Message-ID"] == f"<{KEY}@yunzhou.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated", "no machine answers a machine"


def test_a_short_message_goes_to_the_gateway_s_mailbox_of_the_number(mailroom: Mailroom) -> None:
    send(SMS)
    assert [to for to, _mail in mailroom.mails] == [["13900010417@sms.example.org"]]


@pytest.mark.parametrize(("answer", "failure"), [("550 no such user", Undeliverable), ("451 later", NotTaken)])
def test_a_recipient_refused_for_good_is_told_from_one_refused_for_now_and_never_named(
    mailroom: Mailroom, answer: str, failure: type[Exception]
) -> None:
    mailroom.answer = answer
    with pytest.raises(failure) as refused:
        send(MAIL)
    assert answer[:3] in str(refused.value) and "zhou" not in str(refused.value)


def test_what_is_no_mailbox_is_refused_for_good_and_not_repeated_in_the_refusal(mailroom: Mailroom) -> None:
    for wrong in ("zhou@example.org\nBcc: all@example.org", "zhou @ @example"):
        with pytest.raises(Undeliverable) as refused:
            send(Letter("email", wrong, "t", "x"))
        assert "zhou" not in str(refused.value)
    assert mailroom.mails == []


def test_a_mail_server_that_is_not_there_is_worth_another_try(mailroom: Mailroom, settings: Any) -> None:
    settings.EMAIL_PORT = free_port()
    with pytest.raises(OSError):
        send(MAIL)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.ONEDOOR_NOTICE_FOLDER = tmp_path / "notices"
    settings.ONEDOOR_NOTICE_SMS = "file"
    return tmp_path / "notices"


def lines(folder: Path) -> list[str]:
    return (folder / NAME).read_text(encoding="utf-8").splitlines()


def test_a_file_takes_one_line_per_letter_and_is_read_by_its_owner_only(folder: Path) -> None:
    send(SMS, "k-1")
    send(SMS, "k-2")
    assert [json.loads(line)["key"] for line in lines(folder)] == ["k-1", "k-2"]
    assert json.loads(lines(folder)[0]) == {
        "key": "k-1", "channel": "sms", "address": SMS.address, "title": SMS.title, "text": SMS.text,
    }  # fmt: skip
    assert (folder / NAME).stat().st_mode & 0o077 == 0


def test_a_letter_is_on_the_disk_before_it_counts_as_sent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    send(SMS)
    assert sizes == [(folder / NAME).stat().st_size]


def test_what_a_power_cut_left_of_a_line_spoils_no_other(folder: Path) -> None:
    send(SMS, "k-1")
    with (folder / NAME).open("ab") as file:
        file.write(b'{"key": "k-2", "chan')
    send(SMS, "k-3")
    assert [json.loads(line)["key"] for line in (lines(folder)[0], lines(folder)[2])] == ["k-1", "k-3"]


def test_a_full_disk_is_no_sent_letter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, line: write(handle, line[:5]))
    with pytest.raises(OSError, match="only part"):
        File().send(SMS, "k-1")


def test_the_terminal_shows_the_letter_and_not_to_whom(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.ONEDOOR_NOTICE_SMS = settings.ONEDOOR_NOTICE_EMAIL = "console"
    send(SMS)
    send(MAIL)
    shown = capsys.readouterr().out
    assert SMS.text in shown and "139****0417" in shown and "z***@example.org" in shown
    assert "139 0001" not in shown and "zhou" not in shown


def test_what_is_off_carries_nothing(settings: Any) -> None:
    settings.ONEDOOR_NOTICE_SMS = settings.ONEDOOR_NOTICE_EMAIL = "off"
    assert provider("sms") is None and provider("email") is None
