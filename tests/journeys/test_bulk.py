"""Two hundred and thirty cases get another unit at once; the seven that were signed for meanwhile are named."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.surfer import DESK, Surfer

pytestmark = [pytest.mark.journey, pytest.mark.thorough]

MANY, SIGNED = 230, 7
WORD = "路灯杆"

REPORT = """async ([n, word]) => {
  const refs = [];
  for (let i = 1; i <= n; i++) {
    const told = new FormData(document.querySelector("#registration"));
    told.set("text", `第${i}根${word}歪了，晚上看不清。`);
    told.set("token", `bulk-${Date.now()}-${i}`);
    const answer = await fetch("/desk/register", { method: "POST", body: told });
    refs.push(answer.url.split("/").at(-2));
  }
  return refs;
}"""

STEP = """async ([refs, verb, facts]) => {
  for (const ref of refs) {
    const page = await (await fetch(`/desk/cases/${ref}`)).text();
    const html = new DOMParser().parseFromString(page, "text/html");
    const told = new FormData(html.querySelector(`form[action$="/${verb}"]`));
    for (const [name, value] of Object.entries(facts)) told.set(name, value);
    const answer = await fetch(`/desk/cases/${ref}/${verb}`, { method: "POST", body: told });
    if (!answer.ok) throw new Error(`${ref} ${verb} ${answer.status}`);
  }
}"""


def choose_all(person: Surfer) -> None:
    """Every case of the list, over all its pages."""
    person.open(f"/desk/cases?q={WORD}")
    expect(person.page.get_by_text(f"本页50件，共{MANY}件")).to_be_visible()
    person.page.keyboard.press("Control+a")
    person.page.keyboard.press("Control+a")
    expect(person.page.get_by_text("已选全部", exact=True)).to_be_visible()


def test_two_hundred_and_thirty_over_five_pages_are_reassigned_and_seven_are_refused_by_name(person) -> None:  # type: ignore[no-untyped-def]
    with person(DESK) as dispatcher, person(DESK) as housing:
        page = dispatcher.page
        dispatcher.sign_in("dispatch")
        dispatcher.open("/desk/register")
        refs = page.evaluate(REPORT, [MANY, WORD])
        page.evaluate(STEP, [refs, "triage", {"colour": "green", "item": "15-03"}])
        choose_all(dispatcher)
        page.locator(".od-bulk").get_by_role("button", name="派单").click()
        page.get_by_label("主办单位").select_option(label="县住房和城乡建设局")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"已办{MANY}件")).to_be_visible(timeout=60_000)
        choose_all(dispatcher)
        page.locator(".od-bulk").get_by_role("button", name="改派").click()
        expect(page.get_by_text(f"{MANY}件能办")).to_be_visible()
        page.get_by_label("改派给").select_option(label="县城市管理局")
        page.get_by_label("改派理由").fill("路灯杆归城市管理局养护。")
        housing.sign_in("housing")
        housing.page.evaluate(STEP, [refs[::33][:SIGNED], "sign", {}])
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"已办{MANY - SIGNED}件")).to_be_visible(timeout=60_000)
        expect(page.get_by_text(f"{SIGNED}件没有办")).to_be_visible()
        for ref in refs[::33][:SIGNED]:
            expect(page.locator(f"main a[href='/desk/cases/{ref}']").first).to_have_text(re.compile(WORD))
