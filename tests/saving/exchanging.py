"""The ids that a page sends, exchanged for those of rows that it did not offer: of another family, another team."""

import re
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.http import HttpResponse

from casework.people.models import Person
from casework.sent import APART
from tests.saving.opened import Control, Opened, Words

ID = re.compile(r"(?P<prefix>[a-z]+[:-])?(?P<id>\d+)")
NAMED = re.compile(r"(?<=[a-z])-[1-9]\d*$")  # 'need-5'; the places of passages and of rows begin with 0
OF_A_FORMSET = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
CHOSEN = ("select", "checkbox", "radio")


def ids_exchanged(page: Opened, story: SimpleNamespace, cast: SimpleNamespace) -> Words:
    """For each control of the page that sends ids the id of somebody or something that it does not offer."""
    others = [story.eve.pk, story.kim.pk, story.kay.pk, story.olly.pk, cast.stan.pk, cast.sid.pk, story.elm.pk]
    found = {}
    for control in page.controls.values():
        offered = [value for value in control.choices or control.values if value]
        if not offered or not _sends_ids(control, offered, page):
            continue
        prefix = ID.fullmatch(offered[0])["prefix"] or ""  # type: ignore[index]  # they all match
        found[control.name] = [next(f"{prefix}{pk}" for pk in others if f"{prefix}{pk}" not in offered)]
    return found


def _sends_ids(control: Control, offered: list[str], page: Opened) -> bool:
    if control.kind != "hidden":
        return control.kind in CHOSEN and all(ID.fullmatch(value) for value in offered)
    of_the_page = {*APART, getattr(page.form, "saw_field", "")}
    return control.name not in of_the_page and not control.name.endswith(OF_A_FORMSET) and offered[0].isdigit()


def named_by_others(words: Words, story: SimpleNamespace) -> Words:
    """`words` with the fields that bear an id in their name under that of a child of another family; empty for none."""
    renamed = {name: NAMED.sub(f"-{story.eve.pk}", name) for name in words if NAMED.search(name)}
    return {renamed.get(name, name): values for name, values in words.items()} if renamed else {}


def rows_about(person: Person) -> int:
    """In how many rows this person stands."""
    columns = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Person and not hasattr(model, "history_date")
    ]
    return sum(model._base_manager.filter(**{name: person}).count() for model, name in columns)


def names_refused(answer: HttpResponse) -> set[str]:
    """The controls at which the page says that it does not take what was sent."""
    forms: list[Any] = [answer.context.get("form")]
    for formset in (answer.context.get("formset"), *(answer.context.get("formsets") or ())):
        forms += list(formset) if formset else []
    return {form.add_prefix(name) for form in forms if form is not None for name in form.errors}
