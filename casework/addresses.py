"""The page of an act to which an address leads: what it says of itself, and the page itself."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch


def said_of(view: Callable[..., Any], name: str) -> Any:
    """The attribute `name` of the page that `view` answers with; None where it is no page with a form that is saved."""
    made_with = getattr(view, "view_initkwargs", {})
    return made_with.get(name, getattr(getattr(view, "view_class", None), name, None))


def keeps_text(view: Callable[..., Any]) -> bool:
    """Whether what is typed on the page is kept: it is one with a form that is saved, and declares nothing else."""
    return said_of(view, "keeps_nothing_because") == ""


def page_at(place: ResolverMatch, request: HttpRequest) -> Any:
    """The page of an act at `place`, as if `request` were for it; its `open(**place.kwargs)` asks for the right.

    Raises AttributeError where another kind of page stands there.
    """
    made: Any = place.func
    if not hasattr(made.view_class, "open"):
        raise AttributeError(f"{place.route} is no page of an act")
    page = made.view_class(**made.view_initkwargs)
    page.setup(request, **place.kwargs)
    return page
