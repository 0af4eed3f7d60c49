"""Gives every widget GOV.UK Frontend's classes, so that forms set only what is special about a field."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

WIDGETS = "django/forms/widgets/"
KINDS = {
    "textarea.html": "govuk-textarea",
    "select.html": "govuk-select",
    "file.html": "govuk-file-upload",
    "clearable_file_input.html": "govuk-file-upload",
    "checkbox.html": "govuk-checkboxes__input",
    "radio.html": "govuk-radios",
    "checkbox_select.html": "govuk-checkboxes",
    "hidden.html": "",
    "multiple_hidden.html": "",
    "multiwidget.html": "",
    "splitdatetime.html": "",
    "splithiddendatetime.html": "",
    "select_date.html": "",
}
INPUT = "govuk-input"
# With these a browser cuts what is pasted, or sends nothing, without a word; the form says by how much at saving.
CUTTING = {"maxlength", "minlength"}
CHANGES_WHEN_WRONG = {INPUT, "govuk-textarea", "govuk-select", "govuk-file-upload"}


class GovukRenderer(TemplatesSetting):
    """Renders with the project's templates (templates/django/forms/), each widget with its classes."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if widget := context.get("widget"):
            context = context | {"widget": add_classes(widget)}
        return super().render(template_name, context, request)


def add_classes(widget: dict) -> dict:
    """A copy of a widget's context with classes and `autocomplete="off"`; what the form gave itself stays."""
    kind = KINDS.get(widget["template_name"].removeprefix(WIDGETS), INPUT)
    dressed = widget | {"attrs": _attrs(widget.get("attrs", {}), kind)}
    if "subwidgets" in widget:
        dressed["subwidgets"] = [add_classes(subwidget) for subwidget in widget["subwidgets"]]
    if kind in {"govuk-radios", "govuk-checkboxes"}:
        dressed["optgroups"] = [
            (name, [_option(option, kind) for option in options], index) for name, options, index in widget["optgroups"]
        ]
    return dressed


def _attrs(attrs: dict[str, Any], kind: str) -> dict[str, Any]:
    wrong = attrs.get("aria-invalid") == "true" and kind in CHANGES_WHEN_WRONG
    classes = [kind, f"{kind}--error" if wrong else "", attrs.get("class", "")]
    dressed = {"autocomplete": "off"} | attrs | {"class": " ".join(filter(None, classes))}
    left_out = CUTTING if dressed["class"] else {*CUTTING, "class"}
    return {name: value for name, value in dressed.items() if name not in left_out}


def _option(option: dict[str, Any], kind: str) -> dict[str, Any]:
    """One box of a group: the group's own class stays with the group."""
    attrs = {"autocomplete": "off"} | option["attrs"] | {"class": f"{kind}__input"}
    if option.get("hint"):
        attrs["aria-describedby"] = f"{attrs['id']}_hint"
    return option | {"attrs": attrs}
