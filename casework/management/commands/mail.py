from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from casework.mail.queries import set_aside, waiting_since
from casework.mail.services import try_again


class Command(BaseCommand):
    help = "Which mails were set aside, and why; with --again they are sent once more, by their numbers or all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", nargs="*", type=int, metavar="NUMBER")

    def handle(self, *args: Any, again: list[int] | None, **options: Any) -> None:
        if again is not None:
            number = try_again(again or set_aside().values_list("pk", flat=True))
            self.stdout.write(f"{number} will be sent again within a minute.")
            return
        since = waiting_since()
        waiting = f"The oldest waits since {timezone.localtime(since):%d %b %Y %H:%M}." if since else "None waits."
        self.stdout.write(waiting)
        for mail in set_aside():
            when, to = timezone.localtime(mail.set_aside_at), mail.notification.user.email
            self.stdout.write(f"{mail.pk}  {when:%d %b %Y %H:%M}  {to}  {mail.set_aside_because}")
