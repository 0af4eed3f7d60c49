from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from casework.practice import current
from casework.trail.acting import FOLLOWING


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "Casework"

    def ready(self) -> None:
        # It needs the models, which are not there yet when this file is read.
        import_module("casework.trail.checks")
        # Before it is looked at what is written, so that what is protected now is looked for too.
        FOLLOWING.append(import_module("casework.people.protecting.services").follow_members)
        # What is written tells a protected place, or what tells one is protected: at the end of each service.
        FOLLOWING.append(import_module("casework.held_back.services").follow)
        import_module("casework.practice.checks")
        # Each app says of its own clocks, notifications and holds what they are about and where they lead, which of its
        # rows are dated facts of a life, which records it finishes, and how workers rate a family.
        autodiscover_modules(
            "clock_pages",
            "notification_kinds",
            "hold_reasons",
            "life_facts",
            "frozen_kinds",
            "answerables",
            "in_error_kinds",
            "worker_ratings",
        )
        # A mistake in the authority's practice file must stop the start, not the first family.
        current()
