"""Pictures and papers for a case, apart from any step."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onedoor.cases.models.attachment import Stage
from onedoor.desk.forms.base import StepForm


class AttachForm(StepForm):
    notice = gettext_lazy("交上以后不能再去掉，谁在什么时候加的会记入经过。")
    takes = {"uploads": gettext_lazy("文件")}
    stage = forms.ChoiceField(label=gettext_lazy("是什么材料"), widget=forms.RadioSelect, initial=Stage.PAPER)

    def prepare(self) -> None:
        choices = [(str(Stage.PAPER), str(Stage.PAPER.label))]
        hints = {str(Stage.PAPER): _("看得到本件的岗位都能看，当事人看不到。")}
        if self.case.secret:
            hints = {str(Stage.PAPER): _("保密件的材料只有中心看得到，单位看不到。")}
        if self.dossier.sight.originals:
            choices.append((str(Stage.REPORT), _("来件人交来的")))
            hints[str(Stage.REPORT)] = _("当事人自己也看得到；删除个人信息时一起删除。")
        self.choose("stage", choices, hints=hints)
