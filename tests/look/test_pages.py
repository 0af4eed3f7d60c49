"""Every component on a page, wide and narrow: axe finds nothing, nothing scrolls sideways, paper has no buttons."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from types import SimpleNamespace as Thing

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.conf import settings
from django.forms import formset_factory
from django.template import RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from pypdf import PdfReader

from casework.acts.forms import WritingForm
from casework.forms.base import PageForm
from casework.forms.fields import DateField, DateTimeField, NarrativeField
from casework.forms.sign_in import SignInForm
from casework.forms.widgets import InlineCheckboxes, RagRadios

NAMES = ("my-work", "families", "supervisions", "notifications", "sign-out", "signed-in", "unsaved-keep", "sign-in")
urlpatterns = [path(f"{name}/", lambda request: None, name=name) for name in NAMES]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.journey]

NOW = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
TEXT = "Mia likes it when her dad comes for tea.\n\nMs Ash has been to each of the four appointments."
RAGS = [("red", "Red"), ("amber", "Amber"), ("green", "Green")]


class User(Thing):
    is_authenticated, pk = True, 5

    def __str__(self):
        return "Sue Sands"


class Family(Thing):
    def __str__(self):
        return self.name


class Note(WritingForm):
    took_place = DateTimeField(label="When did it take place?")
    voice = NarrativeField(label="What Mia said", help_text="In her own words.")
    about = forms.MultipleChoiceField(choices=[("1", "Mia"), ("2", "Ben")], widget=InlineCheckboxes)
    rag = forms.ChoiceField(choices=RAGS, widget=RagRadios(hints={"red": "Not safe enough."}))
    significant = forms.BooleanField(label="This is significant", help_text="For the chronology.")
    kind = forms.ChoiceField(choices=[("", "Choose"), ("visit", "Home visit")])


class Action(PageForm):
    what = forms.CharField(label="What is agreed")
    by = DateField(label="By when")


class Seen(PageForm):
    seen = forms.BooleanField(label="Seen", required=False)
    alone = forms.BooleanField(label="Alone", required=False)
    bedroom = forms.BooleanField(label="Bedroom", required=False)


FAMILY = {
    "user": User(),
    "family": Family(name="Ash", reference="FSW-00214", pk=12),
    "subnav": [
        Thing(label=label, url="#", current=label == "Notes")
        for label in ("Overview", "Notes", "Workbook", "Supervision", "Chronology", "People", "Documents", "History")
    ],
    "frame": Thing(
        record_url="#",
        bar=Thing(
            team="North",
            lead_worker="Sue Sands",
            subject_to="Child protection plan since 2 Jul 2026",
            overall_rag="amber",
            rag_since=date(2026, 10, 12),
            next_supervision=NOW,
            warnings=["Do not visit alone."],
            children_line="Mia (7), Ben (2), unborn, due 12 Jan",
        ),
    ),
}
DUE = Thing(what="Write up the visit", url="#", family="Ash", when=NOW, why="48 hours after the visit", overdue=True)
PASSAGE = Thing(heading="Outcome", text=TEXT, about=["Mia"])
GALLERY = FAMILY | {
    "heading": "Everything at once",
    "now": NOW,
    "due": DUE,
    "rows": [Thing(key="Mother", value="Ann Ash, 34", url="#"), Thing(key="Health visitor", value="")],
    "cards": [
        Thing(
            worker="Sue Sands",
            role="Social worker",
            rag="amber",
            previous_rag="red",
            rationale=TEXT,
            status="Finalised",
            status_colour="green",
            passages=[PASSAGE],
            since=[Thing(label="Telephone call", url="#", when=NOW)],
            url="#",
        ),
        Thing(worker="Rick Reed", role="Recovery worker", no_direct_work="Away this month."),
    ],
    "items": [
        Thing(date=date(2026, 10, 12), ages="Mia 7", headline="Father moved out", why="First separation.", url="#",
              source_label="Home visit", category="Significant"),
        Thing(date=date(2025, 11, 2), headline="Referral from the school", category="Milestone"),
    ],
    "text": TEXT,
    "consequences": ["Nobody can change your summary.", "The group reads it."],
    "seen": list(Seen(initial={"seen": True})),
}  # fmt: skip
EVERYTHING = """
{% extends "layouts/family.html" %}{% load words %}{% block content %}
{% include "components/refusal.html" with sentence="The summary is already finalised." only %}
<div class="app-columns"><div>
<h2>This period</h2>
<table class="app-table app-table--stacks"><thead><tr><th scope="col">Worker</th><th scope="col">Summary</th>
<th scope="col">Rating</th></tr></thead><tbody><tr><th scope="row">Sue Sands</th>
<td data-label="Summary">{% include "components/tag.html" with text="Open" only %}</td>
<td data-label="Rating">{% include "components/rag.html" with rag="red" was="green" only %}
{% include "components/rag.html" with rag="green" was="green" only %} {% include "components/rag.html" %}</td></tr>
</tbody></table>
{% include "components/passage.html" with heading="Working well" text=text level=3 only %}
{% include "components/passage.html" with heading="Worried about" only %}
<h2>Chronology</h2>{% include "components/timeline.html" with items=items only %}
{% include "components/pagination.html" with previous_url="#" next_url="#" only %}
</div><div>
<div class="app-panel"><h2>Due</h2>
<ul class="app-dues">{% include "components/due_line.html" with due=due only %}</ul></div>
<p>{% include "components/person_name.html" with name="Ann Ash" age="34" url="#" role="mother" only %},
{% include "components/date.html" with on=now relative=True only %}</p>
{% include "components/summary_list.html" with rows=rows only %}
{% include "components/empty.html" with sentence="Agreed actions will stand here." url="#" link="See" only %}
{% include "components/warning.html" with text="What is finalised cannot be changed." only %}
{% include "components/confirm.html" with consequences=consequences dangerous=True only %}
{% include "components/button.html" with label="Withdraw my summary" url="#" kind="secondary" only %}
</div></div>
<h2>Summaries</h2>
<div class="app-cards">{% for card in cards %}{% include "components/card.html" with card=card only %}{% endfor %}</div>
{% include "components/seen_row.html" with name="Mia" age="7" fields=seen only %}
{% endblock %}
"""


def request():
    request = RequestFactory().get("/families/12/")
    request.user = User()
    return request


@pytest.fixture
def pages(site, settings, monkeypatch):
    settings.DEMONSTRATION = True
    # Without a database nobody has a team whose calls they might take.
    monkeypatch.setattr("casework.context._names", lambda user: settings.NAVIGATION)
    monkeypatch.setattr("casework.context.unread_count", lambda user: 3)
    actions = formset_factory(Action, extra=1)({"a-TOTAL_FORMS": "1", "a-INITIAL_FORMS": "1"}, prefix="a")
    wrong = FAMILY | {
        "heading": "Write up the visit",
        "caption": "Home visit of Tue 3 Nov 2026",
        "form": Note({"form_key": "8f14e45f-ceea-467f-a8e7-1d9d3b8a1c2d"}),
        "formset": actions,
        "keeps": True,
        "cancel_url": "#",
        "submit_label": "Complete the note",
        "warning": "What is completed cannot be changed.",
    }
    site.pages = {
        "/everything": Template(EVERYTHING).render(RequestContext(request(), GALLERY)),
        "/form": render_to_string("layouts/form_page.html", wrong, request=request()),
        "/signed-in": render_to_string("registration/signed_in.html", {"user": User()}),
        "/sign-in": render_to_string("registration/sign_in.html", {"form": SignInForm(data={})}),
    }
    site.pages["/502"] = (settings.BASE_DIR / "static" / "502.html").read_text(encoding="utf-8")
    for name in ("400", "403", "403_csrf", "404", "409", "413", "500"):
        site.pages[f"/{name}"] = render_to_string(f"{name}.html", {"user": User()}, request=request())
    return site


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["everything", "form", "sign-in", "signed-in", "404", "409", "413", "500", "502"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(pages, open_page, name, width):
    page = open_page(f"{pages.address}/{name}", width=width)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_page_has_one_heading_of_level_one_which_is_its_title(pages):
    for html in pages.pages.values():
        [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", html)
        [title] = re.findall(r"<title>(.*?)</title>", html)
        # A family's page begins with the family, so that many tabs can be told apart.
        assert title.removeprefix("Error: ").removeprefix("Ash: ") == f"{heading} – Family Safeguarding Workbook"


def test_a_page_with_something_to_put_right_says_so_in_its_title_and_leads_there(pages, open_page):
    page = open_page(f"{pages.address}/form")
    assert page.title().startswith("Error: Ash: Write up the visit")
    for link in page.locator(".govuk-error-summary a").all():
        link.click()
        assert page.evaluate("document.activeElement.id") == link.get_attribute("href").removeprefix("#")


def test_the_bar_says_where_one_is_and_what_is_new(pages, open_page):
    page = open_page(f"{pages.address}/everything")
    assert page.get_by_role("link", name="Families").get_attribute("aria-current") == "true"
    assert page.get_by_role("link", name="Notifications 3 not read").is_visible()
    assert page.get_by_role("link", name="Notes").get_attribute("aria-current") == "page"
    assert page.get_by_role("link", name="Record").get_attribute("accesskey") == "r"


def test_on_a_telephone_each_box_of_a_child_is_large_enough_for_a_thumb(pages, open_page):
    page = open_page(f"{pages.address}/everything", width=390)
    for box in page.locator(".app-seen input").all():
        size = box.bounding_box()
        assert size["width"] >= 90 and size["height"] >= 60


def test_on_paper_nothing_to_press_remains(pages, open_page):
    page = open_page(f"{pages.address}/everything")
    paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    text = "\n".join(sheet.extract_text() for sheet in paper.pages)
    assert "Do not visit alone." in text and "Father moved out" in text
    assert not [word for word in ("Sign out", "Record", "Newer", "Change", "Withdraw my summary") if word in text]
    width, height = paper.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
    for number, sheet in enumerate(paper.pages, start=1):
        assert "CONFIDENTIAL" in sheet.extract_text()
        assert f"Page {number} of {len(paper.pages)}" in sheet.extract_text()


def test_no_page_needs_a_style_or_a_script_of_its_own(pages):
    del pages.pages["/502"]  # it stands alone, where nothing else can be fetched
    for html in pages.pages.values():
        assert "<style" not in html and " style=" not in html and "javascript:" not in html
        assert "<script>" not in html and " onclick=" not in html


def test_styles_have_no_brand_and_fetch_nothing_but_the_typeface_that_ships_with_them():
    built = settings.BASE_DIR / "static" / "built"
    css = (built / "main.css").read_text()
    fetched = re.findall(r"url\(([^)]*)\)", css)
    assert "GDS Transport" not in css and fetched
    assert all(name.startswith("fonts/") and (built / name).is_file() for name in fetched)
