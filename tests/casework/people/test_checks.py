import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.checks import compact_number, nhs_number_error, upn_error

DIGITS = "0123456789"
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # without I, O and S


def nhs_check_digit(nine):
    """As the NHS Data Dictionary describes it; 10 where these nine digits begin no number."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11


def upn_check_letter(twelve):
    """As the Department for Education describes it."""
    values = [int(sign) if sign.isdigit() else UPN_LETTERS.index(sign) for sign in twelve]
    return UPN_LETTERS[sum(value * weight for value, weight in zip(values, range(2, 14), strict=True)) % 23]


def of(alphabet, length):
    return st.text(alphabet, min_size=length, max_size=length)


@pytest.mark.parametrize("number", ["9434765919", "9434765870", "4010232137"])
def test_nhs_numbers_of_the_health_services_examples_are_right(number):
    assert nhs_number_error(number) == ""


@pytest.mark.parametrize("number", ["9434765918", "4010232138", "0000000001"])
def test_nhs_number_with_a_wrong_last_digit_is_refused(number):
    assert "last digit" in nhs_number_error(number)


@pytest.mark.parametrize("number", ["", "943476591", "94347659190", "943 476 5919", "943476591X", "९४३४७६५९१९"])
def test_nhs_number_is_ten_digits_and_nothing_else(number):
    assert nhs_number_error(number) == "An NHS number has ten digits."


def test_nhs_number_of_zeros_alone_is_refused():
    assert nhs_number_error("0000000000") == "An NHS number is never all zeros."


@given(of(DIGITS, 9))
def test_nhs_number_is_completed_by_one_digit_at_most(nine):
    right = [digit for digit in DIGITS if not nhs_number_error(nine + digit)]
    expected = [str(nhs_check_digit(nine))] if nhs_check_digit(nine) < 10 and int(nine) else []
    assert right == expected


@given(of(DIGITS, 10), st.integers(0, 9), st.sampled_from(DIGITS))
def test_nhs_number_with_a_single_slip_is_refused(number, place, digit):
    slipped = number[:place] + digit + number[place + 1 :]
    assert slipped == number or nhs_number_error(number) or nhs_number_error(slipped)


@pytest.mark.parametrize("upn", ["B801200005001", "H243278544154", "P207000016049"])
def test_upn_that_is_permanent_with_its_letter_is_right(upn):
    assert upn_error(upn) == ""


@pytest.mark.parametrize("upn", ["A801200005001", "R247962919251", "X428558133462", "I801200005001"])
def test_upn_with_a_wrong_letter_is_refused(upn):
    assert "first letter" in upn_error(upn)


@pytest.mark.parametrize(
    "upn", ["", "B80120000500", "B8012000050011", "8801200005001", "b801200005001", "B80120000A001", "B80120000500é"]
)
def test_upn_is_a_letter_and_twelve_digits_or_eleven_and_a_letter(upn):
    assert upn_error(upn) == "A unique pupil number is a letter and twelve digits; a temporary one ends in a letter."


@pytest.mark.parametrize("letter", "IOS")
def test_upn_that_is_temporary_never_ends_in_a_letter_like_a_digit(letter):
    assert "never ends in I, O or S" in upn_error(f"A80120000500{letter}")


def test_upn_that_is_temporary_counts_its_last_letter_by_place():
    # 8·2 + 0·3 + 1·4 + 2·5 + 0… + 5·10 = 80; A counts 0, B counts 1 times 13.
    assert upn_error(f"{UPN_LETTERS[80 % 23]}80120000500A") == ""
    assert upn_error(f"{UPN_LETTERS[93 % 23]}80120000500B") == ""


@pytest.mark.parametrize("authority", ["838", "839", "940", "941", "942", "943"])
def test_upn_of_an_authority_formed_lately_is_right(authority):
    twelve = f"{authority}200005001"
    assert upn_error(upn_check_letter(twelve) + twelve) == ""


@given(of(DIGITS, 11), st.sampled_from(DIGITS + UPN_LETTERS), st.sampled_from(UPN_LETTERS))
def test_upn_has_exactly_one_letter_that_fits_before_any_twelve(eleven, last, letter):
    twelve = eleven + last
    assert (upn_error(letter + twelve) == "") is (letter == upn_check_letter(twelve))


@given(st.text())
def test_number_checks_take_any_text(text):
    assert isinstance(nhs_number_error(text), str)
    assert isinstance(upn_error(text), str)


def test_numbers_are_stored_without_spaces():
    assert compact_number(" 943 476-5919 ") == "9434765919"
    assert compact_number("b801200005001") == "B801200005001"
