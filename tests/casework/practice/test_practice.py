"""Each mistake in a practice file is a sentence that names the file, the key and what is allowed."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from casework import practice
from casework.practice import files
from casework.practice.schema import (
    Authority,
    CaseHolder,
    Criterion,
    Decisions,
    Lead,
    LeadRule,
    Module,
    NoteKind,
    Practice,
    Section,
    Settings,
    Timescales,
    WorkbookClosureReason,
)
from tests.practising import SHIPPED

MODEL = (practice.SHIPPED / "model.toml").read_text(encoding="utf-8")
LUTON = (practice.SHIPPED / "luton.toml").read_text(encoding="utf-8")
OURS = 'based_on = "luton"\n[authority]\nname = "Ours"\npractice = "Luton"\n'


@pytest.fixture
def write(tmp_path):
    def write(text, name="ours.toml"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


@pytest.fixture
def refused(write):
    """The sentences with which a file of these words is refused."""

    def read(text):
        with pytest.raises(ImproperlyConfigured) as mistake:
            practice.read(write(text))
        return str(mistake.value)

    return read


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('unit = "weeks"', 'unit = "fortnights"', "timescales.summary_update.unit: this must be one of"),
        ("length = 48", 'length = "two days"', "timescales.visit_write_up.length: this must be a whole number"),
        ("length = 48", "length = 0", "this must be greater than 0, not 0"),
        ("on = false", 'on = "perhaps"', "timescales.early_help_decision.on: this must be true or false"),
        ("supervision_hour = 10", "supervision_hour = 25", "this must be less than or equal to 23, not 25"),
        ("supervision_hour = 10", "supervision_our = 10", "settings.supervision_our: there is no such key"),
        ('length = 1, unit = "hours" } # A7.20', 'length = 0, unit = "hours" } #', "must be greater than 0, not 0"),
        ('open_workbook = "deputy"', 'open_workbook = "auditor"', "decisions.open_workbook: this must be one of"),
        ("red = ", "read = ", "rag.read: there is no such key"),
        ("[summary_roles.probation_worker]", "[summary_roles.parole]", "summary_roles.parole: this must be one of"),
        ('title = "Why are we involved?"', "title = 1", "modules.0.title: this must be text in quotes, not 1"),
        ('key = "m1_explained"', 'key = "M1"', "this must be small letters, digits and underscores, not 'M1'"),
        ("[assessment_occasions]", "[assessment_occasions]\n'Step up' = ''", "assessment_occasions.Step up: this must"),
    ],
)
def test_mistake_is_named_with_file_key_and_what_is_allowed(refused, write, before, after, sentence):
    """Ours is based on theirs, and theirs has the mistake."""
    assert before in MODEL
    write(MODEL.replace(before, after, 1), "theirs.toml")
    said = refused(LUTON.replace('"model"', '"theirs.toml"'))
    assert sentence in said
    assert all(
        re.fullmatch(r"The practice file \S+(theirs|ours)\.toml, key [^:]+: .+\.", line) for line in said.splitlines()
    )
    assert "theirs.toml" in next(line for line in said.splitlines() if sentence in line)


@pytest.mark.parametrize(
    ("ours", "sentence"),
    [
        ("[settings]\nindex_child = 'oldest'", "settings.index_child: this must be one of 'youngest' or 'eldest', not"),
        ("[settings]\nworkbook_opened_by = 'team_manager'", "opened_by: this must be a list in square brackets, not"),
        ("[settings]\nworkbook_opened_by = []", "settings.workbook_opened_by: this must have at least 1 entry"),
        ("[settings]\nworkbook_opened_by = ['vicar']", "settings.workbook_opened_by.0: this must be one of"),
        ("[settings]\nrelationships_locked_while_summary_open = 2", "this must be true or false, not 2"),
        ("[settings]\nreminders_from_hour = 22", "reminders_from_hour must lie before reminders_until_hour"),
        ("[settings]\nvisits_in_chronology = 'none'", "this must be one of 'significant' or 'all', not 'none'"),
        ("[timescales.visit]\nlength = 1\nunit = 'days'\nrule = ''\nsource = ''", "there is no such key; check its"),
        ("[note_kinds.picnic]\nlabel = 'Picnic'", "note_kinds.picnic.sections: this key is missing"),
        (
            "[[eligibility]]\nkey = 'a'\nquestion = 'A?'\n" * 2,
            "eligibility: each key must stand once, and a stands twice",
        ),
        ("[summary_roles.recovery_worker.guidance]\nresult = ''", "recovery_worker.guidance.result has no heading of"),
        ("[note_kinds]\npicnic = 'Picnic'", "note_kinds.picnic: this must be a table, not 'Picnic'"),
        ("[timescales.case_summary]\nlength = 6", "case_summary: beside the length say the unit and the rule and the"),
        ("[lead.section_47]\nroles = ['vicar']", "lead.section_47.roles.0: this must be one of 'social_worker'"),
        ("[lead.section_47]\nroles = ['outside_lead']", "roles.0: this must be one of 'social_worker'"),
        ("[lead.section_47]\nroles = []", "lead.section_47.roles: this must have at least 1 entry"),
        (
            "[lead.section_47]\noverseer = 'yes please'",
            "lead.section_47.overseer: this must be true or false, not 'yes",
        ),
        ("[lead.adoption]\nroles = ['social_worker']", "lead.adoption: there is no such key; check its spelling"),
        ("[lead]\nqualified = ['auditor']", "lead.qualified.0: this must be one of"),
        ("[case_holder]\nchild_protection = 'recovery_worker'", "must be one of lead.child_protection.roles, not 'rec"),
        ("[case_holder]\nco_worker = 'auditor'", "case_holder.co_worker: this must be one of"),
        ("[settings]\ncall_passed_on_within = { length = 2 }", "call_passed_on_within: beside the length say the unit"),
    ],
)
def test_mistake_in_what_an_authority_changes_is_named_with_its_own_file(refused, ours, sentence):
    said = refused(f"{OURS}{ours}\n")
    assert sentence in said
    assert re.fullmatch(r"The practice file \S+ours\.toml, key [^:]+: .+\.", said.splitlines()[0])


def test_practice_that_is_provisional_has_its_sources_and_its_review_date(refused):
    said = refused(f"{OURS}provisional = 'Not settled.'\n")
    assert "key authority: what is provisional has its sources and review_on, the day by which it is reviewed." in said


def test_mistakes_are_all_named_at_once(refused):
    said = refused(f"{OURS}[settings]\nindex_child = 'oldest'\nsupervision_hour = 24\n")
    assert len(said.splitlines()) == 2


def test_file_without_the_kind_of_note_that_the_product_records_is_refused(refused, write):
    write(MODEL.replace("[note_kinds.assessment_oversight]", "[note_kinds.oversight]"), "theirs.toml")
    said = refused(LUTON.replace('"model"', '"theirs.toml"'))
    assert "note_kinds must have assessment_oversight, in which the product records" in said


def test_file_that_is_no_toml_or_not_in_utf_8_is_refused(refused, tmp_path):
    assert "not valid TOML" in refused("[authority")
    (tmp_path / "old.toml").write_bytes(b"[authority]\nname = 'Caf\xe9'")
    with pytest.raises(ImproperlyConfigured, match=r"old\.toml is not written in UTF-8"):
        practice.read(tmp_path / "old.toml")


def test_file_that_is_missing_is_refused_with_those_that_ship():
    with pytest.raises(
        ImproperlyConfigured, match=r"cannot be read.*caredirector, family_help, luton, model, west_sussex"
    ):
        practice.read("nowhere")


@pytest.mark.parametrize(
    ("base", "sentence"),
    [("'lutn'", "there is no 'lutn'"), ("3", "the name of a file in quotes, not 3"), ("'ours.toml'", "in a circle")],
)
def test_file_based_on_what_cannot_be_is_refused(refused, base, sentence):
    said = refused(f"based_on = {base}\n")
    assert "ours.toml, key based_on: " in said
    assert sentence in said


def test_file_of_an_authority_has_only_what_differs(write):
    ours = practice.read(write(f"{OURS}[settings]\nindex_child = 'eldest'\n[rag]\nred = 'Stop.'\n"))
    luton = practice.read("luton")
    assert (ours.authority.name, ours.settings.index_child, ours.rag.red) == ("Ours", "eldest", "Stop.")
    assert ours.settings.visits_in_chronology == luton.settings.visits_in_chronology
    assert (ours.rag.green, ours.timescales, ours.eligibility) == (luton.rag.green, luton.timescales, luton.eligibility)


def test_list_is_replaced_as_a_whole_and_a_table_key_by_key(write):
    question = "[[eligibility]]\nkey = 'any'\nquestion = 'Any case?'\n"
    ours = practice.read(write(f"{OURS}{question}[workbook_closure_reasons.moved]\nlabel = 'The family moved away'\n"))
    assert [criterion.key for criterion in ours.eligibility] == ["any"]
    assert {"work_completed", "moved"} <= set(ours.workbook_closure_reasons)


def test_values_on_which_the_documents_disagree_are_in_each_authority_file(refused):
    said = refused('based_on = "model"\n')
    for key in ("authority", "eligibility", "settings.index_child", "settings.workbook_opened_by"):
        assert f"key {key}: this key is missing" in said


def test_practice_is_read_once_and_named_by_the_environment(practise, write):
    assert practice.current() is practice.current()
    assert practise(write(OURS)).authority.name == "Ours"
    assert practise("caredirector").authority.practice == "Interim recording process"


@pytest.mark.parametrize("name", SHIPPED)
def test_files_that_ship_name_the_source_of_each_timescale_and_have_the_four_agreed_ones(name):
    shipped = practice.read(name)
    for key in type(shipped.timescales).model_fields:
        scale = shipped.timescale(key)
        assert all((scale.label, scale.source, scale.rule, scale.met_by)), key
    settled = {key: (shipped.timescale(key).length, shipped.timescale(key).unit) for key in SETTLED}
    assert settled == SETTLED


SETTLED = {
    "visit_write_up": (48, "hours"),
    "summary_update": (3, "weeks"),
    "group_supervision": (1, "months"),
    "case_summary": (3, "months"),
}


@pytest.mark.parametrize("name", SHIPPED)
def test_files_that_ship_name_the_source_of_each_value(name):
    """In its own file each setting and each question has a comment; each timescale its `source`."""
    lines = (practice.SHIPPED / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    own = lines[lines.index("[settings]") + 1 :]
    said = own[: own.index("")]
    assert len(said) == 4
    assert all(re.search(r" # C\d+: .*(interim process|Luton's policy|guidance)", line) for line in said), said


def test_files_that_ship_share_no_text():
    """But for what a clock is due to, which stands beside the length that a file says otherwise."""
    texts = [set(_texts(files.path_of(name))) for name in SHIPPED]
    texts.append(set(_texts(files.path_of("model"))))
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            assert not {text for text in one & other if len(text) > 40}


def _texts(path):
    for key, value in _leaves(files.load(path).files[0].values):
        if isinstance(value, str) and key != "rule":
            yield value


def _leaves(values, name=""):
    pairs = values.items() if isinstance(values, dict) else [(name, value) for value in values]
    for key, value in pairs:
        if isinstance(value, dict | list):
            yield from _leaves(value, key)
        else:
            yield key, value


@pytest.mark.rule("C1", "C3", "C4", "C23", "C10")
@pytest.mark.parametrize(
    ("name", "index_child", "opened_by", "locked", "visits", "asked"),
    [
        ("caredirector", "eldest", ("lead_worker",), False, "significant", ["new_or_transferred", "footing"]),
        ("family_help", "youngest", ("lead_worker", "team_manager"), False, "significant", ["family_help"]),
        ("luton", "youngest", ("team_manager", "business_support"), True, "all", ["trio", "adult_worker"]),
        (
            "west_sussex", "youngest", ("lead_worker", "team_manager"), False, "significant",
            ["service", "assessment"],
        ),
    ],
)  # fmt: skip
def test_files_that_ship_differ_where_their_documents_do(name, index_child, opened_by, locked, visits, asked):
    shipped = practice.read(name)
    told = shipped.settings
    assert (told.index_child, told.workbook_opened_by) == (index_child, opened_by)
    assert (told.relationships_locked_while_summary_open, told.visits_in_chronology) == (locked, visits)
    assert [criterion.key for criterion in shipped.eligibility] == asked


@pytest.mark.rule("A5.9", "A5.10", "A5.14", "C6")
@pytest.mark.parametrize("name", SHIPPED)
def test_clocks_of_the_family_programme_run_where_the_document_asks_for_them(name):
    scales = practice.read(name).timescales
    of_the_guidance = (
        scales.modules_first, scales.module_children, scales.assessment_before_conference,
        scales.assessment_before_review, scales.assessment_after_change, scales.assessment_yearly,
    )  # fmt: skip
    assert {scale.on for scale in of_the_guidance} == {name == "west_sussex"}
    assert (scales.modules_touched.on, scales.modules_touched.length, scales.modules_touched.unit) == (True, 4, "weeks")


def test_guide_names_every_key_that_a_file_may_have():
    guide = (settings.BASE_DIR / "docs" / "practice.md").read_text(encoding="utf-8")
    asked = (
        Practice, Timescales, Settings, Decisions, Criterion, NoteKind, Module, Section, WorkbookClosureReason,
        Authority, Lead, LeadRule, CaseHolder,
    )  # fmt: skip
    for key in {name for model in asked for name in model.model_fields}:
        assert re.search(rf"[`.\[]{key}\b", guide), f"docs/practice.md does not say what {key} is"
    assert all(f"`{name}" in guide for name in files.shipped())


@pytest.mark.rule("C27")
def test_decisions_name_their_lowest_grade():
    lowest = practice.current().decisions.model_dump()
    assert lowest.pop("restrict") == "team_manager"
    assert lowest.pop("name_auditor") == "service_manager"
    assert set(lowest.values()) == {"deputy"}


@pytest.mark.rule("A7.6")
def test_home_visit_has_the_headings_of_the_guidance_and_each_childs_voice():
    sections = practice.current().note_kinds["home_visit"].sections
    assert [section.key for section in sections if section.each_child] == ["voice"]
    wanted = {
        "purpose",
        "voice",
        "observation",
        "parents_views",
        "working_well",
        "worried_about",
        "what_next",
        "interpreter",
    }
    assert {section.key for section in sections} == wanted


@pytest.mark.rule("A9.2")
def test_case_summary_has_its_seven_headings():
    assert len(practice.current().case_summary_sections) == 7
