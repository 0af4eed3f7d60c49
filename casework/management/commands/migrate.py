"""Django's `migrate`, and after it the append-only triggers and the grants: the two never come apart."""

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from casework.trail.protection import protect


class Command(Migrate):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        protect(connections[options["database"]], settings.DATABASE_APPLICATION_ROLE)
