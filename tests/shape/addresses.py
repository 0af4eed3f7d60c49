"""Every address of the product, walked out of the resolver, with its parts filled from one family's month."""

from typing import NamedTuple

from django.urls import URLPattern, get_resolver, reverse

from casework.in_error.queries import in_error

# Whether the process lives, whether all parts work, and the metrics: asked by machines, which sign in nowhere. They say
# nothing of a case; tests/config/health looks at each.
FOR_MACHINES = {"healthz", "readyz", "metrics"}


class Address(NamedTuple):
    name: str
    parts: tuple
    view: object

    def filled(self, values):
        """The path, with each part by its name; a part that nobody can fill is a KeyError, so that none is skipped."""
        return reverse(self.name, kwargs={part: values[part] for part in self.parts})


def addresses():
    return sorted(_walk(get_resolver(), ()), key=lambda address: address.name)


def _walk(resolver, parts):
    for entry in resolver.url_patterns:
        here = (*parts, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield Address(entry.name, here, entry.callback)
        else:
            yield from _walk(entry, here)


def values_of(story, unsaved_page):
    """For each part of an address a row of the Ash family that stands there."""
    return {
        "family_id": story.family.pk,
        "note_id": story.planned.pk,
        "summary_id": story.next_summary.pk,
        "episode_id": story.next_episode.pk,
        "supervision_id": story.supervision.pk,
        "child_id": story.mia.pk,
        "person_id": story.mia.pk,
        "referral_id": story.referral.pk,
        "involvement_id": story.referral.involvements.get(child=story.mia).pk,
        "answer_id": story.answer.pk,
        "in_error_id": in_error(story.wrong).pk,
        "answerable": "note",
        "origin_id": story.visit.pk,
        "call_id": story.safety_call.pk,
        "action_id": story.action.pk,
        "pack_id": story.pack.pk,
        "kind": "home_visit",
        "contact_id": story.contact.pk,
        "protection_id": story.contact.protection_id,
        "key_contact_id": story.key_contact.pk,
        "responsibility_id": story.responsibility.pk,
        "family_time_id": story.family_time.pk,
        "safe_contact_id": story.safe_contact.pk,
        "risk_date_id": story.risk_date.pk,
        "name_id": story.other_name.pk,
        "closure_id": story.closure.pk,
        "frozen_id": story.frozen.pk,
        "other_id": story.family.pk,
        "join_id": 1,
        "found_id": story.mia.pk,
        "assessment_id": story.assessment.pk,
        "plan_id": story.plan.pk,
        "conference_id": story.conference.pk,
        "legal_id": story.legal.pk,
        "caution_id": story.caution.pk,
        "safety_plan_id": story.safety_plan.pk,
        "copy_id": story.copy.pk,
        "copyable": "safety-plan",
        "record_id": story.safety_plan.pk,
        "task_id": story.task.pk,
        "allocation_id": story.allocation.pk,
        "absence_id": story.absence.pk,
        "transfer_id": story.transfer.pk,
        "reader_id": story.reader.pk,
        "grant_id": 1,
        "left_note_id": 1,
        "mention_id": 1,
        "ask_id": 1,
        "conflict_id": 1,
        "emergency_id": 1,
        "link_id": story.link.pk,
        "relationship_id": story.family.relationship_set.first().pk,
        "tie_id": story.tie.pk,
        "programme_id": story.programme.pk,
        "choice_id": story.choice.pk if hasattr(story, "choice") else 1,
        "programme_assessment_id": story.programme_assessment.pk,
        "planner_id": story.planner.pk,
        "module": "m4",
        "drawn_id": story.drawn.pk,
        "page": unsaved_page,
    }
