"""What stands in a supervision pack, read from the record as it is at one moment."""

from django.conf import settings

from casework.cautions.reading import current, in_words
from casework.people.reading import key_contacts_of
from casework.plans.standing import by_child
from casework.safety.reading import current_of
from casework.words import london_date, say_age
from chronology.journey.picturing import printed_journey
from chronology.packs.ecomap import printed_ecomap
from chronology.packs.genogram import printed
from chronology.packs.ratings import ratings_of
from chronology.sources import entries
from supervision.groups.cards import cards_of
from supervision.groups.closing import not_written_up
from supervision.groups.reading import relationship_lines
from supervision.packs.models import Pack


def contents_of(pack: Pack, *, as_at):
    """The context of the template `chronology/packs/pack.html`."""
    supervision = pack.supervision
    family, episode, today = supervision.family, supervision.episode, london_date(as_at)
    # A pack that is made after the meeting tells the period up to the meeting.
    until = min(today, london_date(supervision.held_at)) if supervision.held_at else today
    cards = cards_of(supervision, family.people_ever())
    return {
        "family": family,
        "supervision": supervision,
        "episode": episode,
        "as_at": as_at,
        "demonstration": settings.DEMONSTRATION,
        "since": london_date(episode.begun_at),
        "until": until,
        "warnings": in_words(current(family), today),
        "cautions": list(_cautions(cards, family)),
        "children": _people(family, today, is_child=True),
        "adults": _people(family, today, is_child=False),
        "standing": by_child(family, [person for person in family.people_now() if person.is_child], today),
        "relationships": relationship_lines(family),
        "workers": family.allocation_set.on(today).with_lead(today).select_related("worker"),
        "key_contacts": key_contacts_of(family, today),
        "genogram": printed(family, today),
        "ecomap": printed_ecomap(family),
        "ratings": ratings_of(episode),
        "journey": printed_journey(family, until),
        "cards": cards,
        "safety_plan": current_of(family),
        "actions": _open_actions(family),
        "chronology": _chronology(family, since=london_date(episode.begun_at), until=until),
    }


def _cautions(cards, family):
    """What the reader must know is not in the pack."""
    for card in cards:
        if card.left_out_because:
            yield f"Closed without the summary of {card.worker} ({card.role.lower()}): {card.left_out_because}"
        elif card.status:
            yield f"The summary of {card.worker} ({card.role.lower()}) is not finalised, so it is not in this pack."
    for note in not_written_up(family):
        yield f"Not written up yet: {note.label.lower()} of {london_date(note.when):%-d %b %Y}, {note.author}."


def _people(family, today, *, is_child):
    members = [member for member in family.members_now() if member.person.is_child == is_child]
    return [(_full_name(member.person), say_age(member.person, today), member.in_household) for member in members]


def _full_name(person):
    """With the name by which the rest of the pack calls them."""
    return f"{person.name}, known as {person.known_as}" if person.known_as else person.name


def _open_actions(family):
    return family.agreedaction_set.still_open().select_related("owner_user", "owner_person", "child")


def _chronology(family, *, since, until):
    return entries(family, since=since, until=until, newest_first=False)
