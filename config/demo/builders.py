"""Builders of the demonstration: each act by its service, at its time, its history dated likewise."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from casework import practice
from casework.allocations.queries import family_lead
from casework.notes import services as casework_notes
from casework.passages.models import NewText
from casework.practice.calendar import is_working_day
from casework.relationships import services as relationships
from casework.trail.acting import backdated
from supervision.group_supervisions.episode_closures import services as episode_closures
from workbook.notes import services as notes
from workbook.summaries import services as summaries
from workbook.summaries.models import InterventionSummary

LONDON = ZoneInfo("Europe/London")


class Calendar:
    """Days around `today`: working days only, so that people work when people work."""

    def __init__(self, today):
        self.today = today

    def day(self, offset) -> date:
        day = self.today + timedelta(days=offset)
        while not is_working_day(day):
            day += timedelta(days=1 if offset > 0 else -1)
        return day

    def at(self, offset, hour=10, minute=0) -> datetime:
        return datetime.combine(self.day(offset), time(hour, minute), tzinfo=LONDON)

    def born(self, years, days=0) -> date:
        """The birthday of somebody who turned `years` years old `days` days ago."""
        return self.today - timedelta(days=days) - relativedelta(years=years)


def call_at(act, *args, at, **values):
    """Call the service `act` as at the moment `at`."""
    with backdated(at):
        return act(*args, at=at, **values)


def relate(family, person, kind, *others, by, at, override_because=""):
    """`person` is the `kind` of each of `others`."""
    with backdated(at):
        relationships.relate_to_all(
            family, person, kind=kind, others=list(others), override_because=override_because, by=by, at=at
        )


def checklist(**answers):
    """The checklist of whichever practice is in force, all of it met; `answers` are those to a question that it asks."""
    asked = practice.current().eligibility
    return {one.key: answers.get(one.key, [next(iter(one.choices))] if one.choices else True) for one in asked}


def passages(about=None, **texts):
    """Texts by section; `about` gives by section whom a passage is about."""
    return [
        NewText(section, text, tuple(p.pk for p in (about or {}).get(section, ()))) for section, text in texts.items()
    ]


def voices(words):
    """The child's voice of each child, by child."""
    return [NewText("voice", text, (child.pk,), child.pk) for child, text in words.items()]


def visit(family, worker, *, at, seen, written, where="At home", significant=None, kind="home_visit"):
    """A visit that took place at `at` and was written up the next morning."""
    note = call_at(
        notes.record, family, kind=kind, took_place_at=at, where=where, seen=seen, written=written, by=worker,
        at=at + timedelta(hours=17),
    )  # fmt: skip
    return _finish(note, worker, at + timedelta(hours=17, minutes=20), significant)


def contact(family, worker, kind, text, *, at, significant=None, there="", **more):
    """A call, e-mail or the like, recorded within the hour."""
    note = call_at(
        notes.record, family, kind=kind, took_place_at=at, written=passages(detail=text, **more), by=worker,
        who_was_there=there, at=at + timedelta(minutes=35),
    )  # fmt: skip
    return _finish(note, worker, at + timedelta(minutes=40), significant)


def _finish(note, worker, at, significant):
    if significant:
        headline, why = significant
        call_at(casework_notes.mark_significant, note, headline=headline, why=why, by=worker, at=at)
    return call_at(casework_notes.complete, note, by=worker, at=at)


def summarise(episode, worker, *, rag, rationale, outcome, analysis, at):
    """Write the worker's summary of the episode; open still."""
    summary = InterventionSummary.objects.get(episode=episode, worker=worker)
    return call_at(
        summaries.write, summary, written=passages(outcome=outcome, analysis=analysis), rag=rag, rationale=rationale,
        by=worker, at=at,
    )  # fmt: skip


def finalise(summary, *, at):
    """A new Red is discussed with the police the same day."""
    return call_at(summaries.finalise, summary, strategy_discussion="today", by=summary.worker, at=at)


def close(episode, *, at):
    lead = family_lead(episode.family)
    assert lead is not None
    return call_at(episode_closures.close_for_supervision, episode, by=lead.worker, at=at)
