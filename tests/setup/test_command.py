"""``./onedoor setup``: what it prints, what it writes, and what it refuses."""

from __future__ import annotations

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from onedoor.core.actions import opening_store
from onedoor.core.refusal import Refused
from onedoor.organisation.models import Member, Unit
from tests.setup.files import cells_of, put, workbook
from tests.small_county import COUNTY, SmallCounty


@pytest.fixture
def store(county: SmallCounty) -> None:
    opening_store.claim("centre")


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("setup", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def file(store: None, tmp_path: Path) -> Path:
    path = tmp_path / "set-up.xlsx"
    run("export", str(path))
    return path


def test_the_export_is_for_whoever_made_it_alone(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(cells_of(file.read_bytes())["单位"]) == Unit.objects.count() + 1


def test_a_dry_run_says_field_by_field_what_would_change_and_writes_nothing(file: Path) -> None:
    sheets = cells_of(file.read_bytes())
    put(sheets, "单位", 3, "名称", "县住建局")
    file.write_bytes(workbook(sheets))
    told = run("import", str(file), "--dry-run")
    assert "单位 units: 新加0 added，改1 changed，停用0 ended，不变5 unchanged" in told
    assert "名称：县住房和城乡建设局 → 县住建局" in told and "没有写库" in told
    assert Unit.objects.get(code="housing").name == "县住房和城乡建设局"


def test_a_mistake_ends_with_two_and_every_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = cells_of(file.read_bytes())
    put(sheets, "单位", 3, "上级单位", "housng")
    file.write_bytes(workbook(sheets))
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("setup", "import", str(file), "--json", stdout=said)
    assert ended.value.code == 2
    told = json.loads(said.getvalue())
    assert [(one["sheet"], one["cell"]) for one in told["findings"]] == [("单位", "E3")]
    assert not told["written"]


def test_first_passwords_go_into_a_file_nobody_else_may_read(file: Path, tmp_path: Path) -> None:
    sheets = cells_of(file.read_bytes())
    sheets["人员"].append(["m-new", "new", "新来的", "", "", ""])
    file.write_bytes(workbook(sheets))
    passwords = tmp_path / "passwords.txt"
    told = run("import", str(file), "--passwords", str(passwords))
    login, _name, password = passwords.read_text().rstrip().split("\t")
    assert Member.objects.get(login=login).check_password(password)
    assert password not in told and stat.S_IMODE(passwords.stat().st_mode) == 0o600
    with pytest.raises(Refused, match="另起一个文件名"):
        run("import", str(file), "--passwords", str(passwords))


def test_what_is_no_workbook_is_refused_with_what_to_do(store: None, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("代码,名称")
    with pytest.raises(Refused, match="另存为"):
        run("import", str(path), "--county", COUNTY)
