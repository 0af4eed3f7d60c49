"""The answers that a file gives to what is asked of each person (A10.9)."""

from casework.people.models import Answer, AskedItem

DECLINED, NOT_YET = "REFU", "NOBT"


def ethnicity(ledger, place, key, person, code):
    """Refused is 'declined'. 'Not yet obtained' is no answer, and the file names nobody who will ask."""
    if code and code != NOT_YET:
        declined = code == DECLINED
        unit = {"answer": Answer.DECLINED, "values": []} if declined else {"answer": Answer.KNOWN, "values": [code]}
        answer(ledger, place, key, person, "ethnicity", unit)


def answer(ledger, place, key, person, item, unit):
    """Where somebody has asked already, what they wrote stands."""
    stands = AskedItem.objects.filter(person=person, item=item).first()
    if stands and ledger.find(key, AskedItem) is None:
        ledger.enter(key, stands)
    ledger.put(place, key, AskedItem, {"person": person, "item": item}, unit)
