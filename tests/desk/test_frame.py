"""What stands around every page is kept in memory: what changes is seen at once, and nothing of one reaches another."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from onedoor.cases.models import Case
from onedoor.catalogue import queries as catalogue
from onedoor.catalogue.models import Item
from onedoor.organisation import queries as organisation
from onedoor.organisation.models import Post, Unit
from tests.cases.histories import registered
from tests.desk.conftest import SignedIn
from tests.desk.test_messages import told
from tests.small_county import SmallCounty


def inbox(client: Client) -> str:
    return client.get("/desk/").content.decode()


def navigation(client: Client) -> str:
    return inbox(client).partition('<nav class="od-duties"')[2].partition("</nav>")[0]


def figure(client: Client, duty: str) -> int:
    """What the navigation says a duty owes."""
    found = re.search(rf'duty={duty}".*?od-duty__count[^>]*>(\d+)<', navigation(client))
    assert found
    return int(found.group(1))


def token(client: Client) -> set[str]:
    """The secret in which the forms of a page end: masked anew on each, the same for one browser."""
    return set(re.findall(r'csrfmiddlewaretoken" value="(\w+)"', inbox(client)))


def test_a_new_case_is_in_the_figures_at_once(signed_in: SignedIn, county: SmallCounty, lift: Case) -> None:
    client = signed_in("dispatch")
    before = figure(client, "triage")
    registered(county)
    assert figure(client, "triage") == before + 1


def test_a_duty_that_is_given_or_taken_is_in_the_navigation_at_once(signed_in: SignedIn, county: SmallCounty) -> None:
    client, post = signed_in("dispatch"), Post.objects.get(seats__member__login="dispatch")
    assert "/desk/setup" not in navigation(client)
    for duties, shown in (([*post.duties, "administer"], True), (post.duties, False)):
        Post.objects.filter(pk=post.pk).update(duties=duties)
        organisation.changed()
        assert ("/desk/setup" in navigation(client)) is shown


def test_each_page_is_in_the_language_of_who_asks(signed_in: SignedIn, lift: Case) -> None:
    client = signed_in("dispatch")
    for language, words in (("zh-hans", "草稿"), ("en", "Drafts"), ("zh-hans", "草稿")):
        client.cookies["django_language"] = language
        assert words in navigation(client)


def test_a_unit_and_an_item_that_are_renamed_are_offered_by_their_new_names(
    signed_in: SignedIn, county: SmallCounty, lift: Case
) -> None:
    client = signed_in("dispatch")
    inbox(client)
    top = Item.objects.filter(parent="").order_by("code")[0]
    Unit.objects.filter(code="housing").update(name="住房城乡建设委")
    Item.objects.filter(pk=top.pk).update(name="换了名字的大类")
    organisation.changed()
    catalogue.changed()
    page = inbox(client)
    assert '<option value="housing">住房城乡建设委</option>' in page
    assert "换了名字的大类" in page


def test_a_message_is_counted_at_once(signed_in: SignedIn, handled: Case) -> None:
    client = signed_in("housing")

    def bell() -> str:
        return inbox(client).partition("od-bell")[2].partition("</a>")[0]

    before = bell()
    told(handled, 3)
    assert "3条未读" in bell() != before


def test_nothing_of_one_person_is_on_the_page_of_another(signed_in: SignedIn, lift: Case) -> None:
    one, other = signed_in("dispatch"), signed_in("supervise")
    pages = [one.get("/desk/cases?q=秘密"), other.get("/desk/cases?state=dispatched")]
    assert "秘密" in pages[0].content.decode()
    assert "秘密" not in pages[1].content.decode()
    assert not token(one) & token(other)
    assert navigation(one) != navigation(other)


@pytest.mark.parametrize("path", ["/desk/", "/desk/cases"])
def test_every_form_of_a_page_that_came_from_memory_can_be_sent(
    signed_in: SignedIn, county: SmallCounty, lift: Case, path: str
) -> None:
    signed_in("dispatch").get(path)
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in("dispatch").cookies
    page = client.get(path).content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    tokens = [re.search(r'csrfmiddlewaretoken" value="(\w{64})"', form) for form in forms]
    assert len(forms) >= 3
    assert all(tokens)
    for found in tokens:
        assert found
        sent = client.post("/language", {"language": "en", "next": path, "csrfmiddlewaretoken": found.group(1)})
        assert sent.status_code == 302
