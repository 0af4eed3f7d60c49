"""The frozen part of a page, as its reader has it; and one record of each kind that is finished."""

import re
from datetime import timedelta

from casework.closures import services as closures
from casework.frozen.contents import digest
from casework.frozen.models import Frozen
from casework.plans import services as facts
from supervision.workbook_closures import services as workbook_closures
from tests import closing
from tests.factories import NOW
from workbook.programmes.assessments import contents as assessment_contents
from workbook.programmes.assessments import services as assessments

VIEWS = {"childs_views": "Mia wants to stay.", "carers_views": "Ann agrees.", "approval": "Agreed."}
PART = re.compile(r'<section class="app-frozen" id="finished">(.*?)</section>', re.DOTALL)


def frozen_part(client, address):
    """The finished record on a page, byte by byte."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = PART.findall(answer.content.decode())
    assert len(found) == 1, address
    return found[0]


def as_signed(html):
    """Without what was said of it since, which stands in boxes of their own."""
    kept, depth, at = [], 0, 0
    for tag in re.finditer(r'<div class="app-said">|<div\b|</div>', html):
        if depth:
            depth += -1 if tag[0] == "</div>" else 1
            at = tag.end()
        elif tag[0] == '<div class="app-said">':
            kept.append(html[at : tag.start()])
            depth = 1
    return re.sub(r"\s+", " ", " ".join([*kept, html[at:]]))


def beside(client, address):
    """What stands beside it: 'since then', other versions, PDF."""
    return PART.sub("", client.get(address).content.decode())


def of_kind(kind):
    return Frozen.objects.filter(kind=kind)


def last_frozen(row, kind):
    return Frozen.objects.filter(subject_type=row._meta.label, subject_id=row.pk, kind=kind).latest("number")


def words(html):
    """What it says, with one space between words."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def finish_every_kind(story, cast):
    """What the story does not come to: assessment, plan, assessment of a child, Workbook and case."""
    _approve(story, cast)
    _assess(story, cast)
    workbook_closures.close(
        story.workbook, reason="work_completed", because="It is safe.", no_final_because="They moved.", by=cast.mary,
        at=NOW, call_off=True,
    )  # fmt: skip
    closure = closing.save(
        story, cast.sue, child=story.ben, version=story.closure.version, last_seen_on=NOW.date() - timedelta(days=17)
    )
    closing.agree(closures.ask(closure, by=cast.sue, at=NOW), cast.mary)


def _approve(story, cast):
    ended = facts.end_assessment(
        story.assessment, ended_on=NOW.date(), outcome="NFA", factors=["21"], version=1, by=cast.sue, at=NOW
    )
    for row in (ended, story.plan):
        facts.approve(row, **VIEWS, version=row.version, by=cast.mary, at=NOW)


def _assess(story, cast):
    assessment = assessments.submit(story.programme, occasion="step_down", by=cast.sue, at=NOW)
    read = digest(assessment_contents.programme_text(story.programme))
    assessments.complete(
        assessment, read_on=NOW.date(), outcome="Step down.", fingerprint=read, version=assessment.version,
        by=cast.mary, at=NOW,
    )  # fmt: skip
