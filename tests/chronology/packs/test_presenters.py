"""What of the warnings, the plans and the safety plan stands in a pack."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from casework.passages.models import NewText
from casework.plans import services as facts
from casework.safety_plans import services as safety
from casework.warnings import services as cautions
from chronology.packs.tasks import sweep
from supervision.packs.models import Pack
from tests.factories import NOW

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def pages():
    assert sweep() == 1
    reader = PdfReader(BytesIO(Pack.objects.get().document.file.read()))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def warn(prepared, cast, kind="dog", **values):
    values = {"detail": "It bites.", "from_date": TODAY, "review_on": TODAY + timedelta(days=9)} | values
    return cautions.add(prepared.family, kind=kind, source="Seen", by=cast.sue, at=NOW - timedelta(days=30), **values)


@pytest.mark.rule("A9.17")
def test_warnings_come_first_on_page_one(cast, prepared):
    past = TODAY - timedelta(days=1)
    from_date = TODAY - timedelta(days=40)
    warn(prepared, cast, "not_alone", detail="He threatened us.", from_date=from_date, review_on=past)
    over = warn(prepared, cast, detail="The dog is dead.", from_date=from_date)
    cautions.end(over, ended_on=TODAY, because="Dead.", version=1, by=cast.sue, at=NOW)
    first, *rest = pages()
    assert first.index("Do not visit alone: He threatened us.") < first.index("Supervision pack: Ash")
    assert "(review overdue since Mon 2 Nov 2026)" in first
    assert "The dog is dead." not in " ".join([first, *rest])


def test_page_one_has_no_warnings_of_a_family_without(prepared):
    assert "read before you visit" not in " ".join(pages())


@pytest.mark.rule("C17")
def test_pack_shows_each_child_with_plan_and_next_conference(cast, prepared):
    values = {"by": cast.sue, "at": NOW}
    facts.begin_plans(prepared.family, [prepared.mia], kind="cp", category="EMO", from_date=TODAY, **values)
    day = TODAY + timedelta(days=9)
    facts.add_conferences(prepared.family, [prepared.mia], kind="rcpc", planned_for=day, **values)
    whole = " ".join(pages())
    words = "Mia Ash Child protection plan (emotional abuse) Child protection review conference, Thu 12 Nov 2026"
    assert words in whole
    assert "Ben Ash No plan is recorded None planned" in whole


@pytest.mark.rule("A9.20")
def test_pack_has_the_current_safety_plan_and_not_the_next(cast, prepared):
    def save(text, version):
        written = [NewText("who", text)]
        return safety.save(prepared.family, written=written, version=version, by=cast.sue, at=NOW)

    plan = save("Gran fetches the children.", 0)
    safety.make_current(plan, agreed_with="Ann and Gran", version=plan.version, by=cast.sue, at=NOW)
    save("Aunt Jo does.", 0)
    whole = " ".join(pages())
    for words in ("Version 1, current from Tue 3 Nov 2026. Agreed with Ann and Gran.", "Gran fetches the children."):
        assert words in whole
    assert "Aunt Jo" not in whole
