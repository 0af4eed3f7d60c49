"""A protected contact detail is on the screen of those named, on the person's page and on its form, and nowhere else.

Every table is read, so that a column of tomorrow is held to it too. Every address is asked in test_walk.py.
"""

import ast
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from casework.families import services as families
from casework.families.models import FamilyMember, FamilyRole
from casework.mail.tasks import send_mail
from casework.people.contact_details import services as contacts
from casework.people.contact_details.models import ContactDetail
from casework.people.safe_contacts.models import SafeContact
from casework.protections.models import Protection
from casework.trail.acting import acting
from casework.unsaved.models import UnsavedText
from casework.unsaved.queries import unsaved_of
from casework.users.models import User
from chronology.packs import tasks
from supervision.group_supervisions.episode_closures import services as episode_closures
from supervision.packs.models import Pack
from tests.factories import NOW
from tests.shape.source import ROOT, modules, tree
from tests.shape.walking import SECRET, protected_story, text_of  # noqa: F401
from tests.told import texts

# Modules that name the table without asking for its values: Django's list of models, and the history's names.
pytestmark = pytest.mark.slow

ASKING = ("casework/people/", "config/county/", "casework/masks/", "casework/held_back/", "casework/lives/facts.py")
CODE_WORD = "Bluebell"
MAY_NAME_IT = {
    "casework/models.py", "casework/calls/models.py", "casework/closures/models.py", "casework/notes/models.py",
    "casework/protections/queries.py", "audit/history/names/casework/presenters.py",
    "audit/history/values/presenters.py",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now_and_here(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(protected_story):  # noqa: F811
    return protected_story


def test_on_paper_the_pages_of_those_named_do_not_tell_it(story, cast, signed_in):
    sue = signed_in(cast.sue)
    person = text_of(sue.get(reverse("person", args=[story.family.pk, story.mia.pk])))
    before = person[: person.index(SECRET)]
    assert before.rindex('<span class="app-no-print">') > before.rindex("</span>")
    form = text_of(sue.get(reverse("contact-change", args=[story.family.pk, story.contact.pk])))
    assert form.index("app-measure app-no-print") < form.index(SECRET)


@pytest.mark.rule("C16")
def test_what_is_typed_there_is_kept_for_its_writer_alone_and_discarding_is_final(story, cast, signed_in):
    sue, family = signed_in(cast.sue), story.family
    for page in (
        reverse("contact-add", args=[family.pk, story.mia.pk]),
        reverse("contact-change", args=[family.pk, story.contact.pk]),
        reverse("contact-protect", args=[family.pk, story.contact.pk]),
        reverse("contact-unprotect", args=[family.pk, story.contact.pk]),
        reverse("closure-letters", args=[family.pk, story.closure.pk]),
        reverse("person-add", args=[family.pk]),
    ):
        key = str(uuid4())
        sent = {
            "key": key, "page": key, "user": cast.sue.pk, "title": SECRET, "url": page, "subject": "",
            "went_on_from": "", "fields": {"value": SECRET},
        }  # fmt: skip
        sue.post(reverse("unsaved-keep"), sent, content_type="application/json")
        [text] = sue.get(page).context["kept_here"]
        assert (text.private, text.fields) == (True, {"value": SECRET})
        assert unsaved_of(cast.sue, family) == []
        for who in ("sue", "dora", "mary"):
            assert SECRET not in text_of(signed_in(getattr(cast, who)).get(reverse("my-work")))
        sue.post(reverse("unsaved-discard", args=[key]))
        assert not UnsavedText.objects.exists()


def test_no_pack_mail_or_notification_tells_it_and_no_other_table_holds_it(story, cast):
    summaries = story.next_episode.summaries.all()
    left_out = {summary.pk: "On sick leave." for summary in summaries}
    episode_closures.close_for_supervision(story.next_episode, without=left_out, by=cast.sue, at=NOW)
    tasks.make_waiting()
    send_mail()
    pack = Pack.objects.order_by("-pk").first()
    whole = " ".join(page.extract_text() for page in PdfReader(BytesIO(pack.document.file.read())).pages)
    assert "Hill School" in whole
    assert "Post is read by his mother" in " ".join(whole.split())
    assert CODE_WORD not in whole
    assert SECRET not in " ".join(whole.split())
    posted = "".join(f"{message.subject} {message.body}" for message in mail.outbox)
    told = "".join(text for user in User.objects.all() for text in texts(user))
    assert SECRET not in posted + told
    assert CODE_WORD not in posted + told
    holding = {model for model in apps.get_models() if model._meta.managed and SECRET in _everything(model)}
    kept = {ContactDetail, Protection}
    assert holding == kept | {model.history.model for model in kept}
    holding = {model for model in apps.get_models() if model._meta.managed and CODE_WORD in _everything(model)}
    assert holding == {SafeContact, SafeContact.history.model}


def _everything(model):
    return str(list(model._base_manager.values()))


def test_search_does_not_find_by_it(story, cast, signed_in):
    for who in ("sue", "mary"):
        found = signed_in(getattr(cast, who)).get(reverse("families"), {"q": SECRET})
        assert not found.context["rows"]


@pytest.mark.rule("A9.20")
def test_the_page_of_another_family_of_the_same_person_tells_it_to_those_named_alone(story, cast, signed_in):
    """So is what is added of her later."""
    other = families.add_family(name="Birch", team=cast.north, by=cast.mary, at=NOW)
    with acting(cast.mary):
        FamilyMember.objects.create(family=other, person=story.ann, role=FamilyRole.PARENT, from_date=date(2026, 11, 1))
    contacts.add_contact(
        story.family, story.ann, kind="telephone", value="01632 960777", from_date=NOW.date(), by=cast.sue
    )
    for who in ("sue", "mary"):
        client = signed_in(getattr(cast, who))
        for name in ("person", "people", "family"):
            parts = [other.pk, story.ann.pk] if name == "person" else [other.pk]
            page = text_of(client.get(reverse(name, args=parts)))
            assert "Ann Ash" in page
            assert (SECRET in page) == (who == "sue" and name == "person"), (who, name)
            assert ("01632 960777" in page) == (SECRET in page), (who, name)


@pytest.mark.parametrize("who", ["mary", "audrey"])
def test_the_history_says_that_it_changed_and_never_what_it_says(story, cast, signed_in, who):
    whole = "".join(_history(signed_in(getattr(cast, who)), reverse("history", args=[story.family.pk])))
    assert "Ann Ash’s address" in whole
    assert "Value: not told in the history" in whole
    assert "Hidden Row" not in whole


def _history(client, url):
    """Every page of it, the latest first."""
    older = ""
    while older is not None:
        answer = client.get(url + older)
        yield text_of(answer)
        older = answer.context["next_url"] or None


def test_only_the_subject_of_people_asks_for_contact_details():
    """By model, by relation, or by the name under which Django reaches them."""
    ways = ("contact_details", "contactdetail", "ContactDetail", "contactreader", "ContactReader")
    asking = set()
    for path in modules():
        # The made-up county writes the table, and reads nothing of it; masks are made of what is protected.
        if str(path).startswith(ASKING) or str(path) in MAY_NAME_IT:
            continue
        words = {word for node in ast.walk(tree(path)) for word in _words(node)}
        if any(way in word for way in ways for word in words):
            asking.add(str(path))
    assert not asking


def _words(node):
    match node:
        case ast.Attribute(attr=word) | ast.Name(id=word) | ast.alias(name=word) | ast.keyword(arg=str(word)):
            yield word
        case ast.Constant(value=str(word)):
            yield word


def test_the_modules_that_name_the_table_do_not_ask_it_for_a_value():
    for path in MAY_NAME_IT:
        asked = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
        assert not asked & {"value", "remark", "protected_because"}


def test_templates_of_other_subjects_do_not_ask_for_contact_details():
    templates = (ROOT / "templates").rglob("*.html")
    others = [path for path in templates if "casework/people/" not in path.as_posix()]
    assert not [path for path in others if "contact_details" in path.read_text(encoding="utf-8")]
