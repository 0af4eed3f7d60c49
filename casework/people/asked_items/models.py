"""What is asked of each person (A10.9, A10.14, A10.22): known, not yet known with who asks, or declined."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q

from casework.people.models import PersonRecord
from casework.practice.fields import ByField, CodeField, CodesField, NationalCodes, OwnKeys, Words


class Item(NamedTuple):
    """`codes` names the code list of the answer, '' where it is free text; `several` may be chosen of it."""

    key: str
    label: str
    codes: str = ""
    several: bool = False
    hint: str = ""


ITEMS = (
    Item("gender", "Gender", hint="As the person describes it."),
    Item("ethnicity", "Ethnicity", "ethnicities"),
    Item("religion", "Religion or belief"),
    Item("language", "First language"),
    Item("interpreter", "Interpreter", hint="Whether one is needed, for which language, and what was decided."),
    Item("disabilities", "Disabilities", "disabilities", several=True),
    Item("communication", "Communication needs", "communication_needs", several=True),
)
ITEMS_BY_KEY = {item.key: item for item in ITEMS}
CODES_BY_ITEM = {item.key: NationalCodes(item.codes) for item in ITEMS if item.codes}


class Answer(models.TextChoices):
    KNOWN = "known", "Known"
    NOT_YET_KNOWN = "not_yet_known", "Not yet known"
    DECLINED = "declined", "Declined to say"


class AskedItem(PersonRecord):
    """One thing that is asked of a person: the answer, or that it is not yet known and who asks, or declined (A10.9).

    `item` is a key of ITEMS; `values` are codes, or one text where the item has no code list.
    """

    item = CodeField(OwnKeys({item.key: item.label for item in ITEMS}), max_length=30)
    get_item_display: Words
    answer = models.CharField(max_length=15, choices=Answer)
    values = CodesField(ByField("item", CODES_BY_ITEM), max_length=300, default=list, blank=True)
    get_values_display: Words
    to_ask = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(null=True, blank=True)
    # What the codes do not say: which other disability, which sign language.
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(fields=["person", "family", "item"], name="an_item_is_asked_once"),
            models.CheckConstraint(
                condition=(Q(answer=Answer.KNOWN) & ~Q(values=[])) | (~Q(answer=Answer.KNOWN) & Q(values=[])),
                name="only_what_is_known_has_values",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.NOT_YET_KNOWN) | Q(to_ask__isnull=False), name="not_yet_known_names_who_asks"
            ),
        ]
