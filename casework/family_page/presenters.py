"""The context of every page of a family: its navigation, besides what the page itself shows."""

from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse

from casework.access import Can
from casework.families.models import Family


class NavigationEntry(NamedTuple):
    label: str
    url: str
    current: bool


def family_page(family: Family, current: str, **context: Any) -> dict[str, Any]:
    """The context of a page of `family`, with the entry `current` of settings.FAMILY_NAVIGATION marked."""
    return {
        "family": family,
        "subnav": [
            NavigationEntry(label, reverse(name, args=[family.pk]), name == current)
            for name, label in settings.FAMILY_NAVIGATION.items()
            if name != "history" or family.access.can(Can.INSPECT)
        ],
        **context,
    }
