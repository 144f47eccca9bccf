"""What each scope opens, in one sentence for whoever gives a key."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import Scope

SAYS = {
    Scope.REPORTS_WRITE: _("登记来件并拿到回执；只能再读它自己登记的来件。"),
    Scope.REPORTS_READ: _("读取范围内的来件，姓名、电话打码。"),
    Scope.CASES_READ: _("读取范围内的事项和办理进度。"),
    Scope.TASKS_READ: _("读取这个单位的待办。"),
    Scope.TASKS_WRITE: _("以这个单位的承办身份签收、答复、退回自己的待办。"),
    Scope.AREAS_READ: _("读取区划和网格的代码、名称。"),
    Scope.CATALOGUE_READ: _("读取事项目录。"),
    Scope.HAPPENINGS_READ: _("按先后读取事项的办理经过，不漏不重。"),
}
