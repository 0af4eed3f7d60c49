"""The page on which it is answered."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from casework.people.own_right import services
from casework.people.own_right.forms import OwnRightForm
from casework.people.own_right.models import OwnRightAnswer
from casework.people.own_right.queries import is_asked
from casework.people.views import MemberView


class AnswerOwnRight(MemberView):
    form_class = OwnRightForm
    service = staticmethod(services.answer_own_right)
    submit_label = "Save the answer"
    success = "The answer was saved."

    def find(self, person_id: int) -> None:
        super().find(person_id)
        if not is_asked(self.family, self.person, timezone.localdate()):
            raise Http404

    @property
    def heading(self) -> str:
        return f"{self.person}: a child in need in their own right?"

    def place_of(self, subject: OwnRightAnswer) -> tuple[Any, ...]:
        return self.family.pk, self.person.pk
