"""Answers to the checklist of whichever practice is in force."""

from casework import practice


def all_met():
    """Each question answered so that a Workbook is called for."""
    return {one.key: [next(iter(one.choices))] if one.choices else True for one in practice.current().eligibility}


def none_met():
    return {one.key: [] if one.choices else False for one in practice.current().eligibility}
