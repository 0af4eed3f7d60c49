"""A mother flees: her baby stands in both families, and whoever knew her before finds nothing new of her."""

import re
from datetime import timedelta
from difflib import unified_diff
from hashlib import sha256

import pytest

from casework.access.models import Restriction
from casework.births import services as births
from casework.births.checks import Newborn
from casework.families import services as families
from casework.families.models import FamilyRole
from casework.notifications.models import Notification
from casework.notifications.registry import address_for
from casework.people import services as people
from casework.people.models import Person
from casework.people.queries import fingerprint_of_member
from chronology.packs.tasks import make_waiting
from tests import brought_in
from tests.factories import NOW

NEW = ("Ivy", "Elmtree")
CHANGING = re.compile(r"\d{1,2}:\d\d|\d+ (?:seconds?|minutes?) ago|[0-9a-f]{32}")


@pytest.mark.rule("A11.2", "A9.20")
def test_a_mother_flees_to_a_family_that_is_restricted(cast, story, at_browser, clock, told):
    clock.move_to(NOW + timedelta(hours=1))
    make_waiting()
    baby = people.add_person(
        story.family,
        name="Baby Ash",
        role=FamilyRole.CHILD,
        expected=NOW.date(),
        in_household=True,
        by=cast.mary,
        at=NOW,
    )
    sue, mary, sid, stan = (at_browser(user) for user in (cast.sue, cast.mary, cast.sid, cast.stan))
    before = [what_is_found(each, story, baby) for each in (sue, mary)]

    elm = she_comes_to_the_other_team(cast, story, baby)
    of_before = address_for(Notification.objects.filter(user=cast.sue, told_by=elm).first())
    sue.go("/notifications/").sees("another family")
    sid_restricts_it(sid, elm)
    what_they_say_of_her_then(cast, story, elm, baby)

    for each, found in zip((sue, mary), before, strict=True):
        for path, (status, lines) in what_is_found(each, story, baby).items():
            assert status == found[path][0], path
            assert not list(unified_diff(found[path][1], lines, lineterm="", n=0)), path
    assert sue.go(of_before).response.status == 200
    finds_nothing_new(sue)
    for path in ("", "people/", "history/"):
        assert sue.go(f"/families/{elm.pk}/{path}").response.status == 404
    stan.go(f"/families/{elm.pk}/people/").sees("Ivy Elmtree").sees("Ann Elmtree").is_well_served()

    sid_lifts_it(sid, elm)
    mary.go(f"/families/{story.family.pk}/people/").sees("Ann Elmtree").sees("Ivy Elmtree")


def she_comes_to_the_other_team(cast, story, baby):
    elm = families.add_family(name="Elm", team=cast.south, by=cast.sid, at=NOW)
    for person, role in ((story.ann, FamilyRole.PARENT), (baby, FamilyRole.CHILD)):
        brought_in.bring_in(elm, person, role=role, in_household=True, by=cast.sid, at=NOW)
    return elm


def sid_restricts_it(sid, elm):
    """Wrong at first, without a reason: nothing is saved."""
    sid.go(f"/families/{elm.pk}/restriction/add/").press("Restrict the family").sees("There is a problem")
    assert not Restriction.objects.filter(family=elm).exists()
    sid.fill("Why is the family restricted?", "She fled from him.")
    sid.page.get_by_label(re.compile("^Stan Snow")).check()
    sid.press("Restrict the family").is_well_served()
    assert Restriction.objects.filter(family=elm).exists()


def what_they_say_of_her_then(cast, story, elm, baby):
    births.record_birth(
        elm,
        Person.objects.get(pk=baby.pk),
        born=NOW.date(),
        children=[Newborn("Ivy Elmtree", "F")],
        by=cast.sid,
        at=NOW,
    )
    member = elm.familymember_set.select_related("person").get(person=story.ann)
    people.put_right_person(
        member, fingerprint=fingerprint_of_member(member), name="Ann Elmtree", known_as="", sex="F",
        born=story.ann.born, expected=None, in_household=True, by=cast.sid, at=NOW,
    )  # fmt: skip


def what_is_found(who, story, baby):
    """What somebody of the first family's team reads, wherever she might be met: status and words of each page."""
    family = f"/families/{story.family.pk}/"
    pages = (
        "/", "/notifications/", "/families/?q=Ann", "/families/?q=Elmtree", "/families/?q=Ivy", family,
        f"{family}people/", f"{family}people/{story.ann.pk}/", f"{family}people/{baby.pk}/", f"{family}chronology/",
        f"{family}history/", f"{family}people/matches/?name=Ivy+Elmtree", f"{family}people/matches/?name=Ann+Elmtree",
    )  # fmt: skip
    found = {}
    for path in pages:
        who.go(path)
        text = CHANGING.sub("", who.page.locator("body").inner_text())
        found[path] = (who.response.status, text.splitlines())
    pack = who.page.request.get(f"{who.address}{family}packs/{story.pack.pk}/")
    return found | {"the old pack": (pack.status, [sha256(pack.body()).hexdigest()])}


def finds_nothing_new(sue):
    text = sue.page.locator("body").inner_text()
    assert not [word for word in NEW if word in text]
    sue.is_well_served()


def sid_lifts_it(sid, elm):
    sid.go(f"/families/{elm.pk}/restriction/lift/").fill("Why is the restriction lifted?", "He has moved away.")
    sid.press("Lift the restriction").is_well_served()
