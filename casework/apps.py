from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from casework.practice import current


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        # It needs the models, which are not there yet when this file is read.
        import_module("casework.trail.checks")
        import_module("casework.practice.checks")
        # Each app says of its own clocks, notifications and holds what they are about and where they lead.
        autodiscover_modules("clock_pages", "notification_kinds", "hold_reasons")
        # A mistake in the authority's practice file must stop the start, not the first family.
        current()
