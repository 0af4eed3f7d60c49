from datetime import date

import pytest

from casework.practice import codes

LISTS = sorted(path.stem for path in codes.FOLDER.glob("*.toml"))
TODAY = date(2026, 11, 3)


@pytest.mark.parametrize("name", LISTS)
def test_code_lists_name_their_source_and_have_each_code_once(name):
    read = codes.code_list(name)
    found = [code.code for code in read.codes]
    assert read.name
    assert read.source
    assert len(found) == len(set(found))
    assert all(code.label for code in read.codes)


def test_code_lists_of_referrals_have_all_codes():
    assert len(codes.choices("referral_sources", TODAY)) == 22
    assert len(codes.choices("needs", TODAY)) == 10
    assert codes.choices("needs", TODAY)[0] == ("N1", "Abuse or neglect")


@pytest.mark.parametrize(
    ("name", "how_many"),
    [
        ("ethnicities", 20),
        ("disabilities", 13),
        ("factors", 42),
        ("closure_reasons", 9),
        ("abuse_categories", 5),
        ("upn_unknown", 7),
        ("legal_statuses", 13),
        ("contact_outcomes", 4),
        ("referral_outcomes", 6),
        ("assessment_outcomes", 4),
        ("section_47_outcomes", 8),
        ("worker_change_reasons", 10),
        ("pre_proceedings_outcomes", 2),
        ("legal_gateway_outcomes", 4),
    ],
)
def test_code_lists_of_the_census_and_of_the_dataset_have_all_codes(name, how_many):
    assert len(codes.choices(name, TODAY)) == how_many


def test_genders_are_asked_until_march_2024_and_never_after():
    assert len(codes.choices("genders_until_2024", date(2024, 3, 31))) == 4
    assert codes.choices("genders_until_2024", date(2024, 4, 1)) == []


@pytest.mark.parametrize(
    ("list_", "code", "last_without", "first_with"),
    [
        ("factors", "18B", date(2020, 3, 31), date(2020, 4, 1)),
        ("factors", "19C", date(2020, 3, 31), date(2020, 4, 1)),
        ("factors", "24A", date(2021, 3, 31), date(2021, 4, 1)),
        ("closure_reasons", "RC9", date(2022, 3, 31), date(2022, 4, 1)),
    ],
)
def test_codes_that_came_later_may_not_be_chosen_before(list_, code, last_without, first_with):
    assert not codes.may_choose(list_, code, last_without)
    assert codes.may_choose(list_, code, first_with)


@pytest.mark.parametrize("code", ["18A", "19A"])
def test_retired_factors_keep_their_labels_and_may_not_be_chosen(code):
    assert codes.may_choose("factors", code, date(2020, 3, 31))
    assert not codes.may_choose("factors", code, date(2020, 4, 1))
    assert codes.label("factors", code) != code


def test_label_is_found_by_its_code_and_an_unknown_code_is_its_own_label():
    assert codes.label("referral_sources", "6") == "Police"
    assert codes.label("referral_sources", "99") == "99"


@pytest.mark.parametrize(
    ("on", "may"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2021, 12, 31), True), (date(2022, 1, 1), False)],
)
def test_code_may_be_chosen_on_its_days(on, may):
    code = codes.Code(code="X", label="X", valid_from=date(2020, 1, 1), valid_until=date(2021, 12, 31))
    assert code.valid_on(on) is may


def test_code_of_no_list_or_of_another_time_may_not_be_chosen():
    assert codes.may_choose("referral_sources", "6", TODAY)
    assert not codes.may_choose("referral_sources", "6", date(2012, 1, 1))
    assert not codes.may_choose("referral_sources", "N1", TODAY)


def test_code_that_is_not_offered_has_a_label_and_may_not_be_chosen():
    assert not codes.may_choose("closure_reasons", "NFA", TODAY)
    assert "NFA" not in dict(codes.choices("closure_reasons", TODAY))
    assert codes.label("closure_reasons", "NFA").startswith("Decided on the referral")
