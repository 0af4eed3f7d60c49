from django.apps import AppConfig

from casework.practice import current


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "Casework"

    def ready(self):
        # A mistake in the authority's practice file must stop the start, not the first family.
        current()
