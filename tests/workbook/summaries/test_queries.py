"""The summary of each role is asked with the practice file's own prompts (A3.2)."""

import pytest
import time_machine
from django.urls import reverse

from casework import practice
from casework.passages.models import NewText
from casework.practice.schema import RolePrompts, Section
from casework.refusal import Refusal
from casework.users.roles import PRACTITIONERS
from supervision.group_supervisions.episode_closures import services as episode_closures
from tests.cast import OUTCOME
from tests.factories import NOW
from tests.practising import SHIPPED
from workbook.summaries import checks
from workbook.summaries import services as summaries
from workbook.summaries.queries import required_for, section_heading, sections_for

pytestmark = [pytest.mark.django_db, pytest.mark.rule("A3.2")]
RATED = {"rag": "amber", "rationale": "New.", "at": NOW}


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def of_dora(monkeypatch):
    """Gives what lets the practice file ask Dora's role with these headings of its own."""

    def prompt(*sections):
        file = practice.current()
        roles = {**file.summary_roles, "domestic_abuse_victim": RolePrompts(sections=sections)}
        monkeypatch.setattr(practice, "current", lambda: file.model_copy(update={"summary_roles": roles}))

    return prompt


SAFETY = Section(key="safety", heading="Safety of the adult", guidance="Where, with whom.")


@pytest.mark.parametrize("role", PRACTITIONERS)
@pytest.mark.parametrize("name", SHIPPED)
def test_practice_files_prompt_every_role_under_the_headings_that_all_share(practise, name, role):
    shared = practise(name).summary_sections
    mine = sections_for(role)
    assert [(section.key, section.heading) for section in mine[: len(shared)]] == [
        (section.key, section.heading) for section in shared
    ]
    assert all(section.guidance for section in mine)
    others = [sections_for(other) for other in PRACTITIONERS if other != role]
    assert mine not in others, "each role is asked in words of its own"


def test_role_of_which_the_file_says_nothing_has_the_shared_headings(monkeypatch):
    file = practice.current()
    monkeypatch.setattr(practice, "current", lambda: file.model_copy(update={"summary_roles": {}}))
    assert sections_for("recovery_worker") == file.summary_sections


def test_form_shows_the_guidance_of_the_workers_own_role(cast, signed_in, summary_of):
    file = practice.current()
    for worker, role in ((cast.dora, "domestic_abuse_victim"), (cast.rick, "recovery_worker")):
        summary = summary_of(worker)
        page = signed_in(worker).get(reverse("summary-write", args=[summary.family_id, summary.pk])).context["form"]
        given = {group["slot"].section: group["slot"].guidance for group in page.groups()}
        assert given == file.summary_roles[role].guidance


def test_heading_of_a_role_is_written_read_and_supervised_and_no_other_role_has_it(
    cast, month, signed_in, summary_of, of_dora
):
    of_dora(SAFETY)
    summary = summary_of(cast.dora)
    address = reverse("summary-write", args=[month.family.pk, summary.pk])
    client = signed_in(cast.dora)
    client.post(address, {
        "version": summary.version, "text-outcome-0": "She left.",
        "text-analysis-0": "Less risk.", "text-safety-0": "With her sister.", "rag": "amber", "rationale": "New.",
    })  # fmt: skip
    summaries.finalise(summary_of(cast.dora), by=cast.dora, at=NOW)
    without = {summary_of(worker).pk: "On leave." for worker in (cast.sue, cast.rick)}
    supervision = episode_closures.close_for_supervision(month.episode, without=without, by=cast.sue, at=NOW)
    family = [month.family.pk]
    for name, part in (("summary", summary), ("episode", month.episode), ("supervision", supervision)):
        html = client.get(reverse(name, args=[*family, part.pk])).content.decode()
        assert "Safety of the adult" in html, name
        assert "With her sister." in html, name
    rick = summary_of(cast.rick)
    assert (
        "Safety of the adult"
        not in signed_in(cast.rick).get(reverse("summary", args=[*family, rick.pk])).content.decode()
    )


def test_heading_of_a_role_is_required_only_where_the_file_says_so(cast, summary_of, of_dora):
    of_dora(SAFETY)
    summary = summary_of(cast.dora)
    summaries.write(summary, written=OUTCOME, by=cast.dora, **RATED)
    assert list(checks.missing_in(summary_of(cast.dora))) == []
    of_dora(SAFETY.model_copy(update={"required": True}))
    assert [section.key for section in required_for("domestic_abuse_victim")] == ["outcome", "analysis", "safety"]
    with pytest.raises(Refusal, match="Write the safety of the adult"):
        summaries.finalise(summary, by=cast.dora, at=NOW)
    summaries.write(summary, written=[NewText("safety", "With her sister.")], by=cast.dora, **RATED)
    assert summaries.finalise(summary, by=cast.dora, at=NOW).finalised_at == NOW


def test_heading_is_named_by_the_role_and_by_its_key_where_the_file_dropped_it(month, of_dora):
    of_dora(SAFETY)
    told = [section_heading(key, "domestic_abuse_victim") for key in ("outcome", "safety", "gone")]
    assert told == ["Outcome", "Safety of the adult", "gone"]
