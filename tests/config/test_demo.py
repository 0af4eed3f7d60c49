"""The demonstration stands at five points of the month, and is alike each time it is built."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from casework.access import families_for
from casework.documents.states import PrintState
from casework.families.models import Family, FamilyRole
from casework.held_back.models import HeldBack
from casework.notes.models import CaseNote
from casework.notes.states import NoteState
from casework.people.family_time.models import FamilyTime
from casework.people.models import Person
from casework.people.responsibility.models import ParentalResponsibility
from casework.people.safe_contacts.models import SafeContact
from casework.protections.models import Protection
from casework.relationships.models import Relationship
from casework.risk_dates.models import RiskDate
from casework.users.models import TeamMembership, User
from casework.users.roles import Role
from config.demo import authority
from config.demo.builders import Calendar
from config.management.commands.demo import fill
from supervision.headlines.queries import differences
from supervision.packs.models import Pack
from workbook.episodes.states import EpisodeState
from workbook.summaries.states import SummaryState
from workbook.workbooks.models import Workbook

MORE = ["Brennan", "Osman", "Whitlock", "Szymański", "Adeola-Price", "Greaves"]
NOW = datetime(2026, 11, 4, 12, 0, tzinfo=ZoneInfo("Europe/London"))


def episodes_of(name):
    return list(Workbook.objects.get(family__name=name).episodes.all())


@pytest.mark.slow
def test_demonstration_is_as_it_is_promised(db, settings):
    """One filling for all of it: telling two years of an authority's work takes seconds."""
    fill(NOW)
    two_teams_have_everybody_whom_the_month_needs()
    five_families_stand_at_five_points_of_the_month()
    people_are_alike_each_time_and_of_their_age_today()
    the_invented_past_has_its_own_dates_in_the_history()
    a_family_has_what_must_be_known_and_what_must_not()
    lists_say_what_the_record_says()
    a_lived_in_database_is_left_alone(settings)


def lists_say_what_the_record_says():
    """Before any tick has run: whoever opens the demonstration sees the lists first."""
    assert not list(differences(NOW.date()))


def two_teams_have_everybody_whom_the_month_needs():
    wanted = {
        Role.TEAM_MANAGER, Role.DEPUTY, Role.SOCIAL_WORKER, Role.DOMESTIC_ABUSE_VICTIM_WORKER, Role.RECOVERY_WORKER,
        Role.CHILD_AND_FAMILY_WORKER, Role.BUSINESS_SUPPORT, Role.SERVICE_MANAGER,
    }  # fmt: skip
    for team in ("Harbour", "Meadow"):
        assert set(TeamMembership.objects.filter(team__name=team).values_list("role", flat=True)) == wanted
    auditor = User.objects.get(email=f"alan@{authority.DOMAIN}")
    assert families_for(auditor).count() == 12


def five_families_stand_at_five_points_of_the_month():
    assert not Workbook.objects.filter(family__name="Okafor").exists()
    assert Person.objects.filter(memberships__family__name="Okafor", expected__isnull=False).exists()
    assert CaseNote.objects.filter(family__name="Hughes", state=NoteState.TOOK_PLACE, kind="home_visit").count() == 1
    (rahman,) = episodes_of("Rahman")
    assert rahman.summaries.exclude(state=SummaryState.FINALISED).count() == 1
    (kowalski,) = episodes_of("Kowalski")
    assert kowalski.state == EpisodeState.CLOSED
    assert Pack.objects.filter(family__name="Kowalski", state=PrintState.WANTED).exists()
    taylor = episodes_of("Taylor")
    assert [episode.state for episode in taylor] == [EpisodeState.OPEN] + [EpisodeState.SUPERVISED] * 12


def a_family_has_what_must_be_known_and_what_must_not():
    """A mother of 16, a child of about five, a place with two readers, and a text that tells it."""
    finch = Family.objects.get(name="Finch")
    tia, pip = Person.objects.get(name="Tia Finch"), Person.objects.get(name="Pip Finch")
    assert (finch.roles()[tia.pk], pip.about_age) == (FamilyRole.PARENT, 5)
    for kept in (ParentalResponsibility, FamilyTime, SafeContact, RiskDate, HeldBack):
        assert kept.objects.filter(family=finch).exists(), kept
    protection = Protection.objects.get(family=finch)
    assert {reader.user.name for reader in protection.readers.all()} == {"Sara Lindqvist", "Hannah Marsh"}


def people_are_alike_each_time_and_of_their_age_today():
    people = list(Person.objects.values_list("name", "born", "expected").order_by("pk"))
    assert ("Daniel Okafor", Calendar(NOW.date()).born(6, 120), None) in people
    names = list(Family.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["Taylor", "Rahman", "Kowalski", "Hughes", "Okafor", "Finch", *MORE]


def the_invented_past_has_its_own_dates_in_the_history():
    note = CaseNote.objects.filter(family__name="Taylor").earliest("took_place_at")
    assert note.history.earliest().history_date.year == NOW.year - 1
    related = Relationship.objects.filter(family__name="Taylor").earliest("pk")
    assert related.history.earliest().history_date.year == NOW.year - 1


def a_lived_in_database_is_left_alone(settings):
    settings.DEMONSTRATION = True
    call_command("demo", if_empty=True)
    with pytest.raises(CommandError, match="nothing was touched"):
        call_command("demo")
    assert Family.objects.count() == 12


def test_demonstration_is_refused_where_the_place_is_none(db, settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="no demonstration"):
        call_command("demo")
    assert not User.objects.exists()


def test_demonstration_says_who_can_sign_in_with_which_password(capsys, settings):
    settings.DEMONSTRATION = True
    call_command("demo", who=True)
    told = capsys.readouterr().out
    assert authority.PASSWORD in told
    assert "joyce@workbook.invalid" in told
