import pytest
from django import forms

from casework.forms.fields import DateField, DateTimeField


@pytest.mark.parametrize("year", ["0026", "1899", "2101", "9999"])
def test_year_that_is_a_slip_of_the_hand_is_refused(year):
    with pytest.raises(forms.ValidationError, match="Check the year"):
        DateField().clean(f"{year}-11-03")
    with pytest.raises(forms.ValidationError, match="Check the year"):
        DateTimeField().clean(f"{year}-11-03T10:00")


def test_year_that_is_possible_is_taken():
    assert DateField().clean("1931-11-03").year == 1931
    assert DateTimeField().clean("2027-01-20T10:00").year == 2027
