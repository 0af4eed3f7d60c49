"""A made-up county for measuring: `manage.py make_county --families 1000`, in a database that holds no families."""

import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from casework.families.models import Family
from config.county.authority import DOMAIN
from config.county.county import build
from config.county.supervisions import CONTENT, FILE
from config.demo.authority import PASSWORD

NO_PLACE = "This is no demonstration and no machine of a developer (DEMONSTRATION=1 or DEBUG=1), so nothing is touched."
LIVED_IN = "There are families in this database. Take an empty one; nothing was touched."
NOT_THE_OWNER = "Connect as the tables' owner, with whom `manage.py migrate` connects; nothing was touched."
OWNS = "SELECT pg_has_role(current_user, tableowner, 'MEMBER') FROM pg_tables WHERE tablename = %s"


class Command(BaseCommand):
    help = "Fill an empty database with an invented county of so many families, most of them closed."

    def add_arguments(self, parser):
        parser.add_argument("--families", type=int, default=1_000, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, families, seed, **options):
        self._check(families)
        began = time.monotonic()
        self._write_the_file()
        for done in build(families, now=timezone.now(), seed=seed, password=make_password(PASSWORD)):
            self.stdout.write(f"{done} of {families} families after {time.monotonic() - began:.0f} s")
        self.stdout.write(f"Sign in as manager0@{DOMAIN}, social_worker0.0@{DOMAIN} and so on, with: {PASSWORD}")

    def _check(self, families):
        if not (settings.DEMONSTRATION or settings.DEBUG):
            raise CommandError(NO_PLACE)
        if families < 1:
            raise CommandError("A county has one family at least.")
        if Family.objects.exists():
            raise CommandError(LIVED_IN)
        with connection.cursor() as cursor:
            cursor.execute(OWNS, [Family._meta.db_table])
            if cursor.fetchone() != (True,):
                raise CommandError(NOT_THE_OWNER)

    def _write_the_file(self):
        file = Path(settings.DATA_DIR) / "documents" / FILE
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(CONTENT)
