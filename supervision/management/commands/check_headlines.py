"""`manage.py check_headlines`: whether what lists read of each family is what its record says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from casework.users.services import robot
from supervision.headlines.queries import differences
from supervision.headlines.services import carry_over_and_check


class Command(BaseCommand):
    help = "Compare the headline of each family, which lists read, with its record; fails where one differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write those that differ anew")

    def handle(self, *, repair: bool, **options: Any) -> None:
        today = timezone.localdate()
        if repair:
            self.stdout.write(f"{carry_over_and_check(today, by=robot('changes'))} headlines were written again.")
            return
        found = [f"F{pk:05}: {', '.join(sorted(changed))}" for pk, changed in differences(today)]
        if found:
            raise CommandError("\n".join(["These headlines differ from their record:", *found]))
        self.stdout.write("Each headline says what its record says.")
