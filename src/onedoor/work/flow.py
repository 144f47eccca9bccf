"""The life of a supervision order as one table: it guards the actions and draws the buttons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.flow import Flow, Step


class State(models.TextChoices):
    ISSUED = "issued", _("待反馈")
    ANSWERED = "answered", _("待销号")
    SENT_AGAIN = "sent_again", _("重办待反馈")
    DISCHARGED = "discharged", _("已销号")


ORDER = Flow(
    #     verb                 from                       to            duty
    Step("answer_order",     ("issued", "sent_again"),  "answered",   "handle"),
    Step("discharge_order",  ("answered",),             "discharged", "supervise"),
    Step("send_order_again", ("answered",),             "sent_again", "supervise"),
)  # fmt: skip

ORDER_VERBS = ("answer_order", "discharge_order")
"""What the tasks of an order ask for. They are chased like any other, and no order is issued about them."""
