from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.imports.census import parser
from casework.imports.census.parser import CensusFile
from casework.imports.report import Unreadable
from tests.casework.imports.returns import (
    YEARS,
    assessment,
    census,
    child,
    element,
    enquiry,
    episode,
    line_of,
    need_plan,
    protection_plan,
    value,
)

FULL = child(
    "AB1001",
    episode(
        "2025-06-02",
        assessment("2025-06-03", "2025-07-02", ["1B", "4B"], reviewed="2025-06-20"),
        need_plan("2025-07-01", "2025-07-20"),
        enquiry("2025-06-10", "2025-07-01", conference="2025-06-30"),
        protection_plan("2025-06-30", None, "NEG", "EMO", "1", ["2025-09-22", "2026-02-02"]),
        conference="2025-06-30",
    ),
    episode("2021-01-05", closed="2021-03-01", because="RC7"),
    died="2026-01-01",
    ethnicity="MWBC",
    disabilities=["VIS", "MOB"],
    upn="B801200005001",
    former_upn="A80120000500A",
)


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "return.xml"
        path.write_bytes(content)
        return path

    return write


def read(path):
    """The children, and the sentences about what could not be read of them."""
    found = list(CensusFile(path))
    return [child for child, _ in found], [problem for _, problems in found for problem in problems]


def refusal_of(path):
    with pytest.raises(Unreadable) as refused:
        list(CensusFile(path))
    assert "\n" not in refused.value.sentence
    return refused.value.sentence


@pytest.mark.parametrize("year", YEARS)
def test_return_of_each_year_is_read_whole(file, year):
    (read_child,), problems = read(file(census(FULL, year=year)))
    assert problems == []
    assert (read_child.number, read_child.upn, read_child.former_upn) == ("AB1001", "B801200005001", "A80120000500A")
    assert (read_child.born, read_child.expected, read_child.died) == (date(2019, 5, 14), None, date(2026, 1, 1))
    assert (read_child.gender, read_child.sex) == (("2", None) if year <= 2024 else (None, "F"))
    assert (read_child.ethnicity, read_child.disabilities) == ("MWBC", ("VIS", "MOB"))
    now, before = read_child.episodes
    assert (now.referred, now.source, now.need, now.closed) == (date(2025, 6, 2), "1A", "N1", None)
    assert (now.conference, now.no_further_action) == (date(2025, 6, 30), False)
    assert (before.closed, before.closed_because) == (date(2021, 3, 1), "RC7")


def test_facts_of_a_return_are_read(file):
    (read_child,), _ = read(file(census(FULL)))
    episode = read_child.episodes[0]
    (assessed,), (planned,), (enquired,) = episode.assessments, episode.need_plans, episode.enquiries
    assert (assessed.started, assessed.reviewed, assessed.authorised, assessed.factors) == (
        date(2025, 6, 3), date(2025, 6, 20), date(2025, 7, 2), ("1B", "4B"),
    )  # fmt: skip
    assert (planned.started, planned.ended) == (date(2025, 7, 1), date(2025, 7, 20))
    assert (enquired.conference_target, enquired.conference) == (date(2025, 7, 1), date(2025, 6, 30))
    assert enquired.conference_not_required is False
    (protected,) = episode.protection_plans
    assert (protected.category, protected.latest_category, protected.previous_plans) == ("NEG", "EMO", 1)
    assert protected.reviews == (date(2025, 9, 22), date(2026, 2, 2))


def test_reviews_are_read_without_their_wrapping_too(file):
    bare = element("ChildProtectionPlans", value("CPPstartDate", "2025-06-30"), value("CPPreviewDate", "2025-09-22"))
    (read_child,), problems = read(file(census(child("AB1", episode("2025-06-02", bare)))))
    assert read_child.episodes[0].protection_plans[0].reviews == (date(2025, 9, 22),)
    assert problems == []


def test_header_says_which_return_it_is(file):
    returned = CensusFile(file(census(FULL, year=2024)))
    assert returned.header is None
    list(returned)
    assert (returned.header.year, returned.header.reference_date) == ("2024", date(2024, 3, 31))
    assert returned.header.authority == "999"


def test_file_may_be_read_twice(file):
    returned = CensusFile(file(census(FULL)))
    assert list(returned) == list(returned)


def test_elements_know_their_lines(file):
    content = census(FULL)
    (read_child,), _ = read(file(content))
    assert read_child.line == line_of(content, "<Child>")
    assert read_child.line_of("UPN") == line_of(content, "<UPN>")
    assert read_child.episodes[0].line_of("CINreferralDate") == line_of(content, "2025-06-02")
    plan = read_child.episodes[0].protection_plans[0]
    assert plan.line_of("CPPreviewDate") == line_of(content, "2025-09-22")
    assert plan.line_of("NotThere") == plan.line


@pytest.mark.parametrize(
    "text", ["2025-06-02", " 2025-06-02 ", "2025-06-02Z", "2025-06-02T00:00:00", "2025-06-02+01:00"]
)
def test_dates_are_read_as_systems_write_them(file, text):
    (read_child,), problems = read(file(census(child("AB1", episode(text)))))
    assert read_child.episodes[0].referred == date(2025, 6, 2)
    assert problems == []


@pytest.mark.parametrize(
    "text", ["02/06/2025", "2025-13-01", "2025-02-30", "20250602", "soon", "0001-01-01", "9999-12-31", "２０２５-06-02"]
)
def test_date_that_cannot_be_read_is_refused_with_its_line(file, text):
    content = census(child("AB1", episode(text)))
    (read_child,), (problem,) = read(file(content))
    assert read_child.episodes[0].referred is None
    assert (problem.line, problem.child, problem.field) == (line_of(content, text), "AB1", "CINreferralDate")
    assert problem.refused
    assert text in problem.sentence


def test_flags_and_numbers_that_cannot_be_read_are_refused(file):
    content = census(child("AB1", episode("2025-06-02", protection_plan(previous="many"), nfa="perhaps")))
    _, problems = read(file(content))
    assert {problem.field for problem in problems} == {"ReferralNFA", "NumberOfPreviousCPP"}
    assert all(problem.refused for problem in problems)


@pytest.mark.parametrize(
    ("text", "means"), [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False)]
)
def test_flags_are_read_in_all_their_spellings(file, text, means):
    (read_child,), _ = read(file(census(child("AB1", episode(nfa=text)))))
    assert read_child.episodes[0].no_further_action is means


def test_empty_element_is_as_none(file):
    (read_child,), problems = read(file(census(child("AB1", episode(closed="", because=" "), upn=""))))
    assert (read_child.upn, read_child.episodes[0].closed, read_child.episodes[0].closed_because) == (None, None, None)
    assert problems == []


def test_element_given_twice_is_refused_where_once_is_allowed(file):
    content = census(child("AB1", extra=element("ChildIdentifiers", ("LAchildID", "AB2"))))
    _, (problem,) = read(file(content))
    assert (problem.refused, problem.field, problem.line) == (True, "LAchildID", line_of(content, "AB2"))


def test_unknown_elements_are_passed_over_with_a_warning(file):
    family_group = element("FamilyGroupDecision", ("OfferDate", "2025-06-05"))
    content = census(child("AB1", episode("2025-06-02", family_group), extra=("Postcode", "LU1 2AA")))
    _, problems = read(file(content))
    assert [(problem.field, problem.refused) for problem in problems] == [
        ("FamilyGroupDecision", False), ("Postcode", False),
    ]  # fmt: skip
    assert problems[1].line == line_of(content, "Postcode")


def test_element_inside_a_value_is_warned_of(file):
    _, (problem,) = read(file(census(child("AB1", upn=[("b", "B801200005001")]))))
    assert (problem.field, problem.refused) == ("b", False)


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"])
def test_return_is_read_in_the_encoding_that_it_declares(file, encoding):
    (read_child,), _ = read(file(census(child("É1", ethnicity=None), encoding=encoding)))
    assert read_child.number == "É1"


# --- Files that are broken, something else, or hostile ---

BEGIN = b"<Message><Children><Child>"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "There are no children in this file"),
        (b"   ", "it ends too early"),
        (b"LAchildID,UPN\nAB1,\n", "text where a tag should be"),
        (b"PK\x03\x04\x14\x00", "a character that cannot stand there"),
        (b"<html><body/></html>", "begins with ‘html’".replace("begins", "it begins")),
        (b"<Message><Children/></Message>", "There are no children in this file"),
        (b"<Message><Children><child/></Children></Message>", "There are no children in this file"),
        (BEGIN + b"<UPN></Child></Children></Message>", "a tag is closed that is not the open one"),
        (BEGIN + b"</Child>", "it ends too early"),
        (BEGIN + b"</Child></Children></Message><x/>", "something follows after its end"),
        (BEGIN + b"\xe9</Child></Children></Message>", "a character that cannot stand there"),
        (BEGIN + b"&undefined;</Child></Children></Message>", "an entity is used that XML does not know"),
        (b'<?xml version="1.0" encoding="x-unheard-of"?><Message/>', "encoding that cannot be read"),
        (b'<?xml version="1.0" encoding="shift_jis"?><Message/>', "encoding that cannot be read"),
        (b'<?xml version="1.0" encoding="UTF-16"?><Message/>', "not in the encoding that it declares"),
        (census(FULL, collection="CLA"), "a return of another kind: ‘CLA’"),
    ],
)
def test_broken_file_or_something_else_is_unreadable_in_a_sentence(file, content, says):
    assert says in refusal_of(file(content))


ENTITIES = b'<!DOCTYPE M [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (b + 1, b"&%c;" % b * 10) for b in range(97, 107)
)


@pytest.mark.parametrize(
    "content",
    [
        ENTITIES + b"]><Message><Children><Child>&k;</Child></Children></Message>",
        b'<!DOCTYPE M [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + BEGIN + b"&x;</Child></Children></Message>",
        b'<!DOCTYPE M SYSTEM "http://127.0.0.1:9/x.dtd">' + BEGIN + b"</Child></Children></Message>",
        b'<!DOCTYPE M [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]>' + BEGIN + b"</Child></Children></Message>",
        b"<!DOCTYPE Message>" + BEGIN + b"</Child></Children></Message>",
    ],
    ids=["expansion", "file", "document type", "parameter", "plain"],
)
def test_file_with_entities_or_a_document_type_is_not_read(file, content):
    assert "document type or entities" in refusal_of(file(content))


@pytest.mark.parametrize("where", [b"<Message>", BEGIN])
def test_file_of_ten_thousand_levels_is_not_read(file, where):
    assert "more than 12 elements inside each other" in refusal_of(file(where + b"<a>" * 10_000))


def test_child_with_endless_entries_is_not_read(file, monkeypatch):
    monkeypatch.setattr(parser, "MAX_ELEMENTS_OF_A_CHILD", 50)
    assert "more than 50 entries" in refusal_of(file(BEGIN + b"<CINdetails/>" * 51))


def test_header_with_endless_entries_is_not_read(file, monkeypatch):
    monkeypatch.setattr(parser, "MAX_ELEMENTS_OF_A_CHILD", 50)
    assert "more than 50 entries" in refusal_of(file(b"<Message><Header>" + b"<a/>" * 51))


def test_entries_of_many_children_are_not_added_up(file, monkeypatch):
    monkeypatch.setattr(parser, "MAX_ELEMENTS_OF_A_CHILD", 50)
    children, _ = read(file(census(*(child(f"AB{n}", episode()) for n in range(60)))))
    assert len(children) == 60


def test_endless_value_is_not_read(file):
    assert "‘UPN’ is longer than 500 characters" in refusal_of(file(BEGIN + b"<UPN>" + b"1" * 100_000))


@pytest.mark.parametrize("begin", [b"<Message><", b"<Message><!--", b"<Message><?x ", b'<Message><a b="'])
def test_endless_tag_comment_or_instruction_is_not_read(file, begin):
    assert "more than a megabyte" in refusal_of(file(begin + b"x" * (3 * parser.MEGABYTE)))


def test_file_of_200_mb_is_not_opened(tmp_path):
    huge = tmp_path / "huge.xml"
    with huge.open("wb") as hole:
        hole.truncate(200 * parser.MEGABYTE)
    assert refusal_of(huge) == "The file has 200 MB. A return of up to 150 MB can be read."


def test_missing_file_or_a_folder_is_unreadable_in_a_sentence(tmp_path):
    assert "There is no file" in refusal_of(tmp_path / "nothing.xml")
    assert "There is no file" in refusal_of(tmp_path)


def test_parser_holds_one_child_and_one_piece_at_a_time(file):
    """Children come while the file is being read: the first before the end is known to be broken."""
    content = census(*(child(f"AB{n}", episode()) for n in range(2_000)))[:-20]
    children = iter(CensusFile(file(content)))
    assert next(children)[0].number == "AB0"
    with pytest.raises(Unreadable):
        list(children)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400))
def test_parser_breaks_at_no_bytes(tmp_path, content):
    path = tmp_path / "any.xml"
    path.write_bytes(content)
    refusal_of(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_parser_reads_or_refuses_a_damaged_return(tmp_path, data):
    content = bytearray(census(FULL, child("AB2", episode())))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "any.xml"
    path.write_bytes(content)
    try:
        list(CensusFile(path))
    except Unreadable as refused:
        assert refused.sentence
