"""Django's `migrate`, and after it what the database does for us beside its tables: the append-only triggers, the
grants and the search for names. They never come apart."""

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from casework.matching.search import install
from casework.trail.protection import protect


class Command(Migrate):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        connection = connections[options["database"]]
        install(connection)
        protect(connection, settings.DATABASE_APPLICATION_ROLE)
