"""An opened page as a browser has it: the controls of its form, what they send, and how somebody fills them in."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.http import HttpResponse

from casework.sent import APART
from tests.factories import NOW

Words = dict[str, list[str]]
TODAY, NOON = NOW.date().isoformat(), f"{NOW:%Y-%m-%dT%H:%M}"
TYPED = {"text", "textarea", "tel", "search", "email"}


class Control:
    """Everything of one name: its kind, what is chosen or typed, and what may be chosen."""

    def __init__(self, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        self.values: list[str] = []
        self.choices: list[str] = []


class _Reader(HTMLParser):
    """The controls of the form that is saved. What is in a `template` is not on the page yet."""

    def __init__(self) -> None:
        super().__init__()
        self.controls: dict[str, Control] = {}
        self.inside, self.in_template = False, 0
        self.select: Control | None = None
        self.area: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = "data-saves" in given
        self.in_template += tag == "template"
        if self.inside and not self.in_template and "disabled" not in given:
            read = getattr(self, f"read_{tag}", None)
            if read:
                read(given)

    def handle_endtag(self, tag: str) -> None:
        self.in_template -= tag == "template"
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.close_select()
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area.values = [self.area.values[0] + data]
            if self.area.values[0].startswith("\n"):
                self.area.values = [self.area.values[0][1:]]

    def control(self, given: Mapping[str, str], kind: str) -> Control:
        name = given["name"]
        return self.controls.setdefault(name, Control(name, kind))

    def read_input(self, given: Mapping[str, str]) -> None:
        kind = given.get("type", "text")
        if "name" not in given:
            return
        control = self.control(given, kind)
        if kind not in ("checkbox", "radio"):
            control.values.append(given.get("value", ""))
            return
        control.choices.append(given.get("value", "on"))
        if "checked" in given:
            control.values.append(control.choices[-1])

    def read_textarea(self, given: Mapping[str, str]) -> None:
        self.area = self.control(given, "textarea")
        self.area.values.append("")

    def read_select(self, given: Mapping[str, str]) -> None:
        self.select = self.control(given, "select")

    def read_option(self, given: Mapping[str, str]) -> None:
        if self.select:
            self.select.choices.append(given.get("value", ""))
            if "selected" in given:
                self.select.values.append(self.select.choices[-1])

    def close_select(self) -> None:
        if self.select and not self.select.values:
            self.select.values = self.select.choices[:1]
        self.select = None


class Opened:
    """The page of `answer`, which is about `path`."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer
        self.html = answer.content.decode()
        reader = _Reader()
        reader.feed(self.html)
        self.controls = reader.controls

    @property
    def form(self) -> Any:
        return self.answer.context["form"]

    def words(self) -> Words:
        """As a browser would send them; a box that is not ticked has none."""
        return {name: list(control.values) for name, control in self.controls.items()}

    def value(self, name: str) -> str:
        return self.controls[name].values[0]

    def visible(self) -> list[Control]:
        return [control for control in self.controls.values() if control.kind != "hidden"]

    def filled(self) -> Words:
        """Each control filled in, without asking whether it would be saved."""
        words = self.words()
        for control in self.visible():
            words[control.name] = any_value(control)
        return words

    def required(self) -> list[str]:
        """The names of the visible controls that must not be empty."""
        fields = self.form.fields
        return [each.name for each in self.visible() if each.name in fields and fields[each.name].required]

    def valid(self, sample: Mapping[str, Any]) -> Words:
        """What must be filled in is filled in; `sample` stands in place of it."""
        words = self.words()
        for name in self.required():
            if not any(words[name]):
                words[name] = usual_value(self.controls[name])
        areas = [control.name for control in self.visible() if control.kind == "textarea"]
        if areas and not sample and not any(any(words[control.name]) for control in self.visible()):
            words[areas[0]] = usual_value(self.controls[areas[0]])
        return words | {name: as_list(value) for name, value in sample.items()}


def as_list(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def usual_value(control: Control) -> list[str]:
    if control.kind in ("checkbox", "radio", "select"):
        return [next(choice for choice in control.choices if choice)]
    return [{"date": TODAY, "datetime-local": NOON, "number": "1"}.get(control.kind, f"Words of {control.name}.")]


def any_value(control: Control) -> list[str]:
    """Another value than the page has, where there is one; so what is shown again is what was kept."""
    if control.kind == "checkbox":
        return [choice for choice in control.choices if choice not in control.values]
    if control.kind in ("radio", "select"):
        other = [choice for choice in control.choices if choice and choice not in control.values]
        return other[-1:] or control.values
    dates = {"date": "2026-10-09", "datetime-local": "2026-10-09T09:09", "number": "3"}
    return [dates.get(control.kind) or f"Kept of {control.name} {uuid4().hex[:8]}"]


def of_the_page(words: Words) -> Words:
    """`words` without what is of the page; so two pages are compared."""
    return {name: values for name, values in words.items() if name not in APART}
