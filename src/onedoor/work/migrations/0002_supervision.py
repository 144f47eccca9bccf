from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import onedoor.core.ids
import onedoor.core.models.county_row

_RULES = {"yellow": "SV-01", "red": "SV-02"}


def name_the_rules(apps: Any, editor: Any) -> None:
    """Chases made, and watches set, before rules had names were made by the two shipped ones."""
    for level, rule in _RULES.items():
        apps.get_model("work", "Supervision").objects.filter(level=level).update(rule=rule)
    for watch in apps.get_model("core", "Delivery").objects.filter(subscriber="work.watch").iterator():
        watch.payload["rule"] = _RULES[watch.payload["level"]]
        watch.save(update_fields=["payload"])


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("organisation", "0001_initial"),
        ("work", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=onedoor.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("county", onedoor.core.models.county_row.CodeField(editable=False, max_length=6)),
                ("number", onedoor.core.models.county_row.CodeField(max_length=24)),
                ("secret", models.BooleanField(default=False)),
                ("subject", onedoor.core.models.county_row.CodeField(max_length=60)),
                ("area", onedoor.core.models.county_row.CodeField(max_length=17)),
                (
                    "reason",
                    onedoor.core.models.county_row.CodeField(
                        choices=[
                            ("overdue", "逾期"),
                            ("repeated", "重复"),
                            ("concentrated", "集中"),
                            ("untrue", "不实"),
                            ("returned", "退回不办"),
                            ("leader", "领导批示"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "level",
                    onedoor.core.models.county_row.CodeField(
                        choices=[
                            ("ordinary", "普通督办"),
                            ("yellow", "黄牌"),
                            ("red", "红牌"),
                            ("listed", "挂牌督办"),
                            ("interview", "约谈"),
                        ],
                        max_length=10,
                    ),
                ),
                ("interview_on", models.DateField(null=True)),
                (
                    "state",
                    onedoor.core.models.county_row.CodeField(
                        choices=[
                            ("issued", "待反馈"),
                            ("answered", "待销号"),
                            ("sent_again", "重办待反馈"),
                            ("discharged", "已销号"),
                        ],
                        default="issued",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("limit", models.JSONField()),
                ("due_at", models.DateTimeField()),
                ("issued_by", onedoor.core.models.county_row.CodeField(max_length=40)),
                ("issued_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("discharged_at", models.DateTimeField(null=True)),
                ("discharged_by", onedoor.core.models.county_row.CodeField(blank=True, default="", max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="SupervisionRule",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=onedoor.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("county", onedoor.core.models.county_row.CodeField(editable=False, max_length=6)),
                ("rule", onedoor.core.models.county_row.CodeField(max_length=20)),
                (
                    "level",
                    onedoor.core.models.county_row.CodeField(
                        blank=True,
                        choices=[
                            ("ordinary", "普通督办"),
                            ("yellow", "黄牌"),
                            ("red", "红牌"),
                            ("listed", "挂牌督办"),
                            ("interview", "约谈"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    onedoor.core.models.county_row.CodeField(
                        choices=[("share", "时限用去百分之几"), ("after", "超期以后"), ("within", "督办一步的时限")],
                        max_length=6,
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                (
                    "unit",
                    onedoor.core.models.county_row.CodeField(
                        blank=True, choices=[("CD", "CD"), ("WD", "WD"), ("H", "H")], default="", max_length=6
                    ),
                ),
                ("verb", onedoor.core.models.county_row.CodeField(blank=True, default="", max_length=20)),
                ("urgent_only", models.BooleanField(default=False)),
                ("tells", models.JSONField(default=list)),
                ("citation", models.CharField(max_length=120)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="supervision",
            name="one_supervision_per_level",
        ),
        migrations.AddField(
            model_name="supervision",
            name="rule",
            field=onedoor.core.models.county_row.CodeField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="task",
            name="about",
            field=onedoor.core.models.county_row.CodeField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(model_name="task", name="secret", field=models.BooleanField(default=False)),
        migrations.AlterField(
            model_name="supervision",
            name="level",
            field=onedoor.core.models.county_row.CodeField(
                choices=[
                    ("ordinary", "普通督办"),
                    ("yellow", "黄牌"),
                    ("red", "红牌"),
                    ("listed", "挂牌督办"),
                    ("interview", "约谈"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="supervision",
            index=models.Index(fields=["county", "at"], name="supervision_by_day"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["county", "due_at", "id"], name="task_overdue"
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rule", ""), _negated=True),
                fields=("county", "task", "version", "rule"),
                name="one_supervision_per_rule",
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="supervisor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="task",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="work.task"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionrule",
            constraint=models.UniqueConstraint(
                fields=("county", "rule", "valid_from"), name="one_supervision_rule_per_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "share"), ("n__range", (1, 100)), ("unit", "")),
                    models.Q(("basis__in", ["after", "within"]), ("n__gte", 1), ("unit__in", ["CD", "WD", "H"])),
                    _connector="OR",
                ),
                name="supervision_rule_counts_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "within"), ("level", "")),
                    models.Q(models.Q(("basis", "within"), _negated=True), models.Q(("level", ""), _negated=True)),
                    _connector="OR",
                ),
                name="supervision_rule_has_a_level",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["county", "issued_at", "id"], name="order_by_day"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["county", "subject"], name="order_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("county", "number"), name="one_order_per_number"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("discharged_at", None)),
                fields=("county", "task", "level"),
                name="one_open_order_per_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("interview_on__isnull", False), ("level", "interview")),
                    models.Q(models.Q(("level", "interview"), _negated=True), ("interview_on", None)),
                    _connector="OR",
                ),
                name="interview_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("discharged_at__isnull", False), ("state", "discharged")),
                    models.Q(models.Q(("state", "discharged"), _negated=True), ("discharged_at", None)),
                    _connector="OR",
                ),
                name="discharged_order_says_when",
            ),
        ),
        migrations.RunPython(name_the_rules, migrations.RunPython.noop),
    ]
