from importlib import import_module

from django.apps import AppConfig

from casework.practice import current


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        # It needs the models, which are not there yet when this file is read.
        import_module("casework.trail.checks")
        # A mistake in the authority's practice file must stop the start, not the first family.
        current()
