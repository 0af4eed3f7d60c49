"""`manage.py rights`: writes docs/rights.md, who may do what, from the code."""

from django.conf import settings
from django.core.management.base import BaseCommand

from casework import practice
from casework.practice.files import shipped
from config.rights import text

PAGE = settings.BASE_DIR / "docs" / "rights.md"


def printed() -> str:
    """What docs/rights.md is to say."""
    return text((name, practice.read(name)) for name in shipped() if name != "model")


class Command(BaseCommand):
    help = "Writes docs/rights.md: roles, decisions and pages with the rights that they ask for."
    requires_system_checks = []

    def handle(self, *args, **options):
        PAGE.write_text(printed(), encoding="utf-8")
        self.stdout.write(f"Written: {PAGE}")
