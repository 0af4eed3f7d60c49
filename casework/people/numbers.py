"""Check digits of the numbers by which health and education know a person.

Each function answers with a sentence that says what is wrong, or with '' where nothing is. Nothing is stored or
refused here: a number that came from elsewhere is kept as it came, with the sentence as a warning.
"""

import re

NHS_WEIGHTS = range(10, 1, -1)
# I, O and S are left out, as they are taken for digits.
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_WEIGHTS = range(2, 14)
PERMANENT_UPN = re.compile(r"[A-Z][0-9]{12}")
TEMPORARY_UPN = re.compile(r"[A-Z][0-9]{11}[A-Z]")


def compact(number):
    """The number as it is stored: without the spaces and hyphens in which people write it, in capitals."""
    return re.sub(r"[\s-]", "", number).upper()


def wrong_with_nhs_number(number):
    """NHS Data Dictionary, 'NHS NUMBER': ten digits, of which the last checks the others by modulus 11."""
    if not re.fullmatch(r"[0-9]{10}", number):
        return "An NHS number has ten digits."
    if nhs_check_digit(number[:9]) != int(number[9]):
        return "The NHS number’s last digit does not fit the others: one of them is mistyped."
    return ""


def nhs_check_digit(nine):
    """The tenth digit of an NHS number; 10 where these nine can begin none."""
    left = sum(int(digit) * weight for digit, weight in zip(nine, NHS_WEIGHTS, strict=True)) % 11
    return (11 - left) % 11


def wrong_with_upn(upn):
    """Department for Education, unique pupil number: rule 1510 of its censuses checks the first letter by modulus 23.

    A permanent one is a letter and twelve digits; a temporary one ends in a letter, which counts by its place in the
    alphabet without I, O and S (Government Data Standards Catalogue, 'Unique Pupil Number', version 2.0).
    """
    if not (PERMANENT_UPN.fullmatch(upn) or TEMPORARY_UPN.fullmatch(upn)):
        return "A unique pupil number is a letter and twelve digits; a temporary one ends in a letter."
    if upn[12] in "IOS":
        return "A temporary unique pupil number never ends in I, O or S."
    if upn_check_letter(upn[1:]) != upn[0]:
        return "The unique pupil number’s first letter does not fit the rest: one of them is mistyped."
    return ""


def upn_check_letter(twelve):
    """The letter that stands before these twelve digits, or before eleven digits and a letter."""
    values = (int(sign) if sign.isdigit() else UPN_LETTERS.index(sign) for sign in twelve)
    return UPN_LETTERS[sum(value * weight for value, weight in zip(values, UPN_WEIGHTS, strict=True)) % 23]
