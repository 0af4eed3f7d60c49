"""`manage.py grant`: after each `migrate`, as the owner of the tables."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from casework.trail.protection import grant


class Command(BaseCommand):
    help = "Give the application's role what it needs on each table and no more: history can be added to and read only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="the database in which to grant")

    def handle(self, *, database: str, **options: Any) -> None:
        role = settings.DATABASE_APPLICATION_ROLE
        if not role:
            raise CommandError("Name the role with which the application connects in DATABASE_APPLICATION_ROLE.")
        with transaction.atomic(using=database):
            grant(connections[database], role)
