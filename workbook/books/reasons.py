"""Why a Workbook closes: the reasons of the practice file, each with what it asks for (A2.3, A2.4, A2.5)."""

from casework import practice
from casework.refusal import Refusal


def choices():
    return [(key, reason.label) for key, reason in practice.current().workbook_closure_reasons.items()]


def chosen(key):
    """The reason of that key; a Refusal where the practice file has none such."""
    reason = practice.current().workbook_closure_reasons.get(key)
    if reason is None:
        raise Refusal("Choose why the Workbook closes.", "closed_reason")
    return reason


def label_of(key):
    """In words; one that the practice file has no more is told by its key."""
    reason = practice.current().workbook_closure_reasons.get(key)
    return reason.label if reason else key.replace("_", " ").capitalize()
