"""Transfers that wait for somebody's answer, and who may receive one."""

from datetime import date

from django.db.models import QuerySet

from casework import practice
from casework.access import holdings_of, unrestricted
from casework.access.queries import not_shut_out
from casework.families.models import Family
from casework.transfers.models import Transfer
from casework.transfers.states import TransferState
from casework.users.models import Team, User
from casework.users.queries import holders_of
from casework.users.roles import Role, grades_from


def transfer_grades() -> tuple[Role, ...]:
    """The grades that decide on a transfer, by the practice file."""
    return grades_from(practice.current().decisions.transfer)


def offered_to(user: User, today: date) -> QuerySet[Transfer]:
    """The transfers that `user`, as a manager of the new team, may accept or decline; none of a family closed to them.

    Asked for with their families and teams.
    """
    teams = holdings_of(user, today).teams(transfer_grades())
    asked = Transfer.objects.filter(state=TransferState.ASKED, to_team__in=teams)
    open_to = unrestricted(user, today=today, family="family")
    return asked.filter(open_to).select_related("family", "from_team", "to_team", "asked_by")


def receivers_of(family: Family, team: Team, today: date) -> QuerySet[User]:
    """The managers of `team` who may receive the family: those to whom it is not shut."""
    return holders_of(transfer_grades(), teams=[team.pk], today=today).filter(not_shut_out(family, today))
