"""Who of a family may have a tie in the ecomap."""


def living_people(family):
    return [person for person in family.people_now() if not person.died and not person.pregnancy_ended_on]
