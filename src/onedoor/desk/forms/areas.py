"""A file of areas to be looked at before it is taken in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

LARGEST_MB = 20


class AreasForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("区划或边界的文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.gz,.json,.geojson"}),
        help_text=gettext_lazy("区划用CSV，边界用GeoJSON，最多20MB。先只看结果，确认以后才写。"),
        error_messages={"required": gettext_lazy("还没有选文件。"), "empty": gettext_lazy("这个文件是空的。")},
    )
    on = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("请选从哪天起。"), "invalid": gettext_lazy("日期认不出来。请写成2026-01-01。"),
        },
    )  # fmt: skip
    whole = forms.BooleanField(
        label=gettext_lazy("这是全部：文件里没有的，到前一天为止"), required=False,
        help_text=gettext_lazy("只看文件里有的级别；同名的新代码会接上旧代码。"),
    )  # fmt: skip

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_MB << 20:
            raise forms.ValidationError(
                gettext_lazy("文件超过20MB。请用命令“./onedoor areas import”导入。"), code="large"
            )
        return file
