"""The ties of a family, and who of it may have one."""


def living_people(family):
    return [person for person in family.people_now() if not person.died and not person.pregnancy_ended_on]


def ties_in_order(family, people):
    """Those of the whole family first, then person by person, so that in the picture they stand side by side."""
    places = {person.one_id: place for place, person in enumerate(people)}
    rows = family.ecomaptie_set.select_related("person__merged_into")
    return sorted(rows, key=lambda row: (_place(row, places), row.with_whom.casefold(), row.pk))


def _place(row, places):
    return places.get(row.person.one_id, len(places)) if row.person else -1
