"""Letters by mail; short messages by the mailbox of an SMS gateway."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from onedoor.core.privacy import normalised_phone
from onedoor.notices.models import Channel
from onedoor.notices.providers.letter import Letter, Undeliverable

_FOR_GOOD = 500


class NotTaken(Exception):
    """The mail server did not take the letter now. Says with what code; never to whom, for it is kept with the
    delivery."""


class Smtp:
    """Hands a letter to the mail server of the settings. The Message-ID is made of the key, so that a repeat is known
    as one."""

    def send(self, letter: Letter, key: str) -> None:
        sender = settings.DEFAULT_FROM_EMAIL
        mail = EmailMessage(
            subject=letter.title,
            body=letter.text,
            from_email=sender,
            to=[_mailbox(letter)],
            headers={
                "Message-ID": f"<{key}@{sender.rpartition('@')[2].rstrip('>')}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        try:
            EmailBackend().send_messages([mail])
        except ValueError:
            raise Undeliverable("not a mailbox") from None
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = [code for code, _words in refusal.recipients.values()]
            failure = Undeliverable if min(codes) >= _FOR_GOOD else NotTaken
            raise failure(f"recipient refused with {codes[0]}") from None
        except smtplib.SMTPResponseException as refusal:
            raise NotTaken(f"{type(refusal).__name__} with {refusal.smtp_code}") from None


def _mailbox(letter: Letter) -> str:
    if letter.channel == Channel.SMS:
        return str(settings.ONEDOOR_NOTICE_SMS_ADDRESS.replace("{phone}", normalised_phone(letter.address)))
    return letter.address
