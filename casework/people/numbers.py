"""Check digits of the numbers by which health and education know a person.

Each function answers with a sentence that says what is wrong, or with '' where nothing is. Nothing is stored or
refused here: a number that came from elsewhere is kept as it came, with the sentence as a warning.
"""

import re

from stdnum.gb import nhs, upn

NO_NHS_NUMBER = "0" * 10
PERMANENT_UPN = re.compile(r"[A-Z][0-9]{12}")
TEMPORARY_UPN = re.compile(r"[A-Z][0-9]{11}[A-Z]")


def compact(number: str) -> str:
    """The number as it is stored: without the spaces and hyphens in which people write it, in capitals."""
    return re.sub(r"[\s-]", "", number).upper()


def wrong_with_nhs_number(number: str) -> str:
    """NHS Data Dictionary, 'NHS NUMBER': ten digits, of which the last checks the others by modulus 11.

    Ten zeros pass that check, and stand in other systems for a number that nobody knows.
    """
    if not re.fullmatch(r"[0-9]{10}", number):
        return "An NHS number has ten digits."
    if number == NO_NHS_NUMBER:
        return "An NHS number is never all zeros."
    if nhs.checksum(number) != 0:
        return "The NHS number’s last digit does not fit the others: one of them is mistyped."
    return ""


def wrong_with_upn(number: str) -> str:
    """Department for Education, unique pupil number: rule 1510 of its censuses checks the first letter by modulus 23.

    A permanent one is a letter and twelve digits; a temporary one ends in a letter, which counts by its place in the
    alphabet without I, O and S (Government Data Standards Catalogue, 'Unique Pupil Number', version 2.0).
    """
    if not (PERMANENT_UPN.fullmatch(number) or TEMPORARY_UPN.fullmatch(number)):
        return "A unique pupil number is a letter and twelve digits; a temporary one ends in a letter."
    if number[12] in "IOS":
        return "A temporary unique pupil number never ends in I, O or S."
    # Not `upn.validate`: its list of local authorities ends before 2019 and lacks Dorset (838) and later ones.
    if upn.calc_check_digit(number[1:]) != number[0]:
        return "The unique pupil number’s first letter does not fit the rest: one of them is mistyped."
    return ""
