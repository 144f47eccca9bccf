from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.core.models.county_row import CodeField, CountyRow


class Channel(models.TextChoices):
    """How a message reaches its recipient: shown inside, or sent out of the house."""

    INAPP = "inapp", _("站内")
    SMS = "sms", _("短信")
    EMAIL = "email", _("邮件")


class State(models.TextChoices):
    """Where a message stands. ``sending``: what goes out is decided, and is the same at every attempt. ``gathered``:
    another message, a digest, speaks for it. ``withheld``: the recipient is not written to. ``failed``: refused by
    whoever should have taken it."""

    WAITING = "waiting", _("待发")
    SENDING = "sending", _("在发")
    SENT = "sent", _("已发")
    GATHERED = "gathered", _("已并发")
    WITHHELD = "withheld", _("不发")
    FAILED = "failed", _("发不出")


class Message(CountyRow):
    """Something one recipient is told (消息).

    ``to`` is a code: ``duty:UNIT:DUTY:AREA``, ``member:CODE``, ``report:ID`` for a resident; ``box`` is what lists look
    for, the recipient without its area. Neither address nor text is kept: the text is made from ``kind`` and ``facts``
    (codes only) whenever it is shown or sent, and the address is looked up at the moment of sending. ``gathers`` is
    how many messages this one speaks for. ``key`` makes telling twice one message. ``read_at`` and ``read_by`` say who
    of a duty read it first.
    """

    subject = CodeField(max_length=60)
    kind = CodeField(max_length=40)
    to = CodeField(max_length=90)
    box = CodeField(max_length=70)
    facts = models.JSONField(default=dict)
    channel = CodeField(max_length=10, choices=Channel.choices)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = CodeField(max_length=10, choices=State.choices, default=State.WAITING)
    sent_at = models.DateTimeField(null=True)
    gathers = models.IntegerField(default=1)
    read_at = models.DateTimeField(null=True)
    read_by = CodeField(max_length=40, blank=True, default="")
    key = CodeField(max_length=140, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "key", "to"], condition=~Q(key=""), name="one_message_per_key"),
        ]
        indexes = [
            models.Index(
                fields=["county", "box", "made_at", "id"], condition=Q(channel=Channel.INAPP), name="message_inbox"
            ),
            models.Index(
                fields=["county", "to", "not_before"], condition=Q(state=State.WAITING), name="message_waiting"
            ),
        ]
