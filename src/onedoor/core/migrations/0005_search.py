from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from onedoor.core.models.county_row import CodeField
from onedoor.core.models.search_entry import TermsField

_POSTGRESQL = (
    "CREATE INDEX search_terms ON core_searchentry USING gin (terms) WITH (fastupdate = off)",
    # The planner would keep people's words in its statistics, and has no use for them.
    "ALTER TABLE core_searchentry ALTER COLUMN terms SET STATISTICS 0",
    # One stretch after the other until there is enough. A statement this long would else be compiled (jit) each time,
    # for longer than it runs. ``+ 0``: a walk of the primary key would read every text of the stretch.
    """CREATE FUNCTION onedoor_found(asked text, marks text[], firsts bigint[], pasts bigint[], most int)
       RETURNS TABLE (place bigint, thing bigint) LANGUAGE plpgsql STABLE
       SET jit = off SET plan_cache_mode = force_generic_plan AS $$
       DECLARE here int; wanted int := most;
       BEGIN
         FOR nth IN 1 .. coalesce(cardinality(marks), 0) LOOP
           RETURN QUERY SELECT e.id, e.about FROM core_searchentry e
             WHERE e.terms @@ (asked || marks[nth])::tsquery AND e.id + 0 >= firsts[nth] AND e.id + 0 < pasts[nth]
             ORDER BY e.id + 0 DESC LIMIT wanted;
           GET DIAGNOSTICS here = ROW_COUNT;
           wanted := wanted - here;
           EXIT WHEN wanted <= 0;
         END LOOP;
       END $$""",
)
_SQLITE = (
    "CREATE VIRTUAL TABLE core_searchentry_words USING fts5"
    " (terms, content='core_searchentry', content_rowid='id', tokenize='ascii')",
    "CREATE TRIGGER search_entry_in AFTER INSERT ON core_searchentry BEGIN"
    " INSERT INTO core_searchentry_words (rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER search_entry_out AFTER DELETE ON core_searchentry BEGIN"
    " INSERT INTO core_searchentry_words (core_searchentry_words, rowid, terms)"
    " VALUES ('delete', old.id, old.terms); END",
)


def find_by_words(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement, params=None)


def take_down(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION onedoor_found", params=None)
    else:
        editor.execute("DROP TABLE core_searchentry_words", params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_happenings_in_order")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigIntegerField(editable=False, primary_key=True, serialize=False)),
                ("county", CodeField(max_length=6)),
                ("kind", CodeField(max_length=20)),
                ("about", models.BigIntegerField()),
                ("part", models.SmallIntegerField(default=0)),
                ("terms", TermsField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "about", "part"), name="one_entry_per_part"),
                ],
            },
        ),
        migrations.RunPython(find_by_words, take_down),
    ]
