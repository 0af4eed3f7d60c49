"""The demonstration authority: always alike, around today's date; all of its people are invented."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from casework.notifications.services import mark_read_and_sent
from casework.users.models import User
from config.demo import authority, background, caseload, finch, hughes, kowalski, okafor, programmes, rahman, taylor
from config.demo.builders import Calendar

FAMILIES = (taylor, rahman, kowalski, hughes, okafor, finch)
LIVED_IN = "There are people in this database. `make demo` empties it first; nothing was touched."


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration authority."

    def add_arguments(self, parser):
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--if-empty", action="store_true", help="leave a database that is not empty as it is")
        group.add_argument("--who", action="store_true", help="only say who can sign in as whom")

    def handle(self, *, if_empty, who, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("This place is no demonstration (DEMONSTRATION=1 is not set), so nothing is touched.")
        if who:
            self.stdout.write("\n".join(authority.sign_in_lines()))
        elif not User.objects.exists():
            fill(timezone.now())
            self.stdout.write("The demonstration is filled: two teams, twelve families.")
        elif not if_empty:
            raise CommandError(LIVED_IN)


@transaction.atomic
def fill(now):
    """Tell the demonstration's past, as it would stand at the moment `now`."""
    calendar = Calendar(timezone.localdate(now))
    people = authority.build(started_on=calendar.day(-600))
    for family in FAMILIES:
        family.build(people, calendar)
    background.build(people, calendar)
    caseload.build(people, calendar)
    programmes.build(people, calendar)
    # What was told more than two days ago has been read, and its mail has gone out.
    mark_read_and_sent(before=calendar.at(-2, 0), at=now)
