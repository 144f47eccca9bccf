"""The calendar an operator can edit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from onedoor.core.clock.calendar import Day


class CalendarDay(models.Model):
    """One day that differs from the shipped calendar: a rest day, or a make-up workday.

    A row without a county holds for the whole country; a county's own row wins over it there
    (全国年节及纪念日放假办法 art. 4: local holidays of minority areas).
    """

    county = models.CharField(_("县区代码"), max_length=6, blank=True, default="")
    date = models.DateField(_("日期"))
    name = models.CharField(_("名称"), max_length=40)
    off = models.BooleanField(_("放假"), help_text=_("不放假就是补班日。"))
    notice = models.PositiveSmallIntegerField(
        _("通知年份"), default=0, help_text=_("列出这一天的国务院办公厅通知是哪一年的；自行添加的填0。")
    )
    source = models.CharField(_("依据"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("放假和补班日")
        verbose_name_plural = _("放假和补班日")
        ordering = ["date", "county"]
        constraints = [models.UniqueConstraint(fields=["county", "date"], name="one_calendar_entry_per_day")]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"

    @property
    def day(self) -> Day:
        """This row as the clock takes it. A county's own notice changes its days only; the year is announced for the
        whole country or not at all."""
        return Day(self.date, self.name, self.off, 0 if self.county else self.notice)
