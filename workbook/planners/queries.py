"""With whom a planner may be agreed."""

from workbook.programmes import queries as programmes


def parent_ids(programme):
    return {person.pk for person in programmes.parents_of(programme)}
