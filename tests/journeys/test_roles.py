"""Who is what in a family: entered wrongly and corrected, a mother of 16 with her baby, and a role that cannot be."""

import pytest

from casework.families.models import Family
from tests.cast import the_allocation, the_ash_family
from tests.factories import NOW


@pytest.fixture
def ash(cast, clock):
    clock.move_to(NOW)
    return the_allocation({"cast": cast, "ash": the_ash_family({"cast": cast})})


@pytest.mark.rule("A1.14", "C17")
def test_roles_are_entered_confirmed_and_corrected(cast, ash, at_browser):
    family = ash.family
    sue, mary = at_browser(cast.sue, width=390), at_browser(cast.mary)
    child_of_2_is_no_adult(sue, family)
    boy_of_16_is_entered_as_an_adult(sue, family)
    role_is_corrected_at_the_second_try(mary, family)
    mother_of_16_comes_with_her_baby(sue, family)
    baby_is_no_parent(mary, family)


def add(person, family, role, name, born, sex):
    person.go(f"/families/{family.pk}/people/add/")
    person.choose(role).fill("Full name", name).fill("Date of birth", born).choose(sex)
    return person


def member(family, name):
    return Family.objects.get(pk=family.pk).familymember_set.get(person__name=name, until_date=None)


def child_of_2_is_no_adult(sue, family):
    add(sue, family, "Other adult", "Kit Ash", "2024-06-01", "Male").is_well_served()
    sue.press("Add the person").sees("Kit Ash is 2, so not an adult").is_well_served()
    assert sue.page.get_by_label("Full name").input_value() == "Kit Ash"


def boy_of_16_is_entered_as_an_adult(sue, family):
    """The box is of that birth: another day asks again, and it is not ticked any more."""
    sue.fill("Date of birth", "2009-06-01").press("Add the person").sees("Kit Ash is 17, and is entered as an adult")
    box = sue.page.get_by_role("checkbox", name="Yes, this is so")
    box.check()
    sue.fill("Date of birth", "2009-12-01").press("Add the person")
    sue.sees("Kit Ash is 16, and is entered as an adult").is_well_served()
    assert not box.is_checked()
    box.check()
    sue.press("Add the person").sees("Kit Ash was added to the family")
    assert member(family, "Kit Ash").role == "other_adult"


def role_is_corrected_at_the_second_try(mary, family):
    mary.go(f"/families/{family.pk}/people/{member(family, 'Kit Ash').person_id}/role/correct/").is_well_served()
    mary.press("Correct the role").sees("Choose what this person is in this family").is_well_served()
    mary.choose("Other adult").fill("Why?", "His father said so.").press("Correct the role")
    mary.sees("recorded as that already").is_well_served()
    assert mary.page.get_by_label("Why?").input_value() == "His father said so."
    mary.choose("Other child").press("Correct the role").sees("Kit Ash: other child").is_well_served()
    assert member(family, "Kit Ash").role == "other_child"


def mother_of_16_comes_with_her_baby(sue, family):
    add(sue, family, "Parent or carer, of whatever age", "Kim Ash", "2010-03-01", "Female").press("Add the person")
    sue.sees("Kim Ash is under 18 and a parent").is_well_served()
    add(sue, family, "Child we work with, born or not yet born", "Bea Ash", "2026-10-01", "Female")
    sue.press("Add the person").sees("Bea Ash was added to the family")
    sue.go(f"/families/{family.pk}/relationships/add/")
    relate(sue, "Bea Ash", "Kim Ash").press("Add the relationship")
    sue.sees("which cannot be").is_well_served()
    relate(sue, "Kim Ash", "Bea Ash").press("Add the relationship")
    sue.sees("Kim Ash is the mother of Bea Ash").is_well_served()


def relate(person, mother, child):
    for box in person.page.locator("[name=others]:checked").all():
        box.uncheck()
    person.page.locator("[name=person]").select_option(label=_option(person, "person", mother))
    person.page.locator("[name=kind]").select_option("mother")
    person.page.locator("[name=others]").locator("xpath=..").filter(has_text=child).get_by_role("checkbox").check()
    return person


def _option(person, name, label):
    options = person.page.locator(f"[name={name}] option").all_inner_texts()
    return next(option for option in options if option.startswith(label))


def baby_is_no_parent(mary, family):
    """In either way, and the page keeps what was typed."""
    pk = member(family, "Bea Ash").person_id
    for page, button in (("correct", "Correct the role"), ("change", "Record the change")):
        mary.go(f"/families/{family.pk}/people/{pk}/role/{page}/").choose("Parent or carer, of whatever age")
        mary.fill("Why?", "Clicked wrongly.")
        if page == "change":
            mary.fill("From which day?", "2026-11-02")
        mary.press(button).sees("so not a parent or carer").is_well_served()
        assert mary.page.get_by_label("Why?").input_value() == "Clicked wrongly."
    assert member(family, "Bea Ash").role == "child"
