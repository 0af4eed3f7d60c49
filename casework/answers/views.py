"""Adding to what is finished, saying that it is disputed, and answering that."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from casework.access import SignedInRequest, open_family
from casework.access.checks import may_take
from casework.acts.sending import Again
from casework.acts.views import FamilyActView
from casework.answers import forms, presenters, queries, services
from casework.answers.checks import NOT_FINISHED
from casework.answers.models import OUTCOMES, Answer, AnswerKind
from casework.answers.states import AnswerState
from casework.families.models import FamilyRecord
from casework.family_page.presenters import family_page
from casework.forms.base import PageForm
from casework.in_error.checks import check_not_in_error
from casework.marks.presenters import mark_of
from casework.marks.registry import ANSWERABLES
from casework.subjects import type_of


@require_safe
def answers(request: SignedInRequest, family_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    context = {"heading": "Answers and disputes", "lines": presenters.answers_in(family)}
    return render(request, "casework/answers/list.html", family_page(family, "family", **context))


@require_safe
def answer(request: SignedInRequest, family_id: int, answer_id: int) -> HttpResponse:
    family = open_family(request, family_id)
    row = get_object_or_404(queries.answers_of(family), pk=answer_id)
    check_not_in_error(row.subject_type, row.subject_id, family)
    page = presenters.page_of(family, row, request.user)
    if not page.page:
        raise Http404
    context = {"heading": row.get_kind_display(), "caption": page.heading, "page": page, "heard": presenters.heard(row)}
    return render(request, "casework/answers/read.html", family_page(family, "family", **context))


class AddAnswer(FamilyActView):
    """Of a finished passage or note; other words are said beside it."""

    section = "family"
    template_name = "casework/answers/add.html"
    form_class = forms.AnswerForm
    service = staticmethod(services.record)
    heading = "Add to this, or say that it is disputed"
    submit_label = "Record it"
    row: FamilyRecord

    def find(self, answerable: str, origin_id: int) -> None:
        self.entry = ANSWERABLES.get(answerable)
        row = queries.subject_in(self.family, answerable, origin_id)
        if self.entry is None:
            raise Http404
        if row is None:
            check_not_in_error(type_of(self.entry.model), origin_id, self.family)
            raise Http404
        self.row = row

    def closed(self) -> HttpResponse | None:
        return None if queries.is_finished(self.row) else redirect(self.cancel_url())

    def history_id(self) -> int:
        """How it read where the link to this page stands; how it reads now, where the address does not say."""
        read = self.request.GET.get("read", "")
        known = read.isascii() and read.isdigit() and len(read) < 19 and queries.as_it_was(self.row, int(read))
        return int(read) if known else queries.last_history(self.row)

    def initial(self) -> dict[str, Any]:
        return {"history_id": self.history_id()}

    def details(self) -> dict[str, Any]:
        people = self.family.people_ever()
        return {
            "row": self.row,
            "people": people,
            "colleagues": queries.colleagues_of(self.family, timezone.localdate()),
        }

    def once_more(self, words: dict[str, list[str]]) -> Again:
        return super().once_more(words)._replace(label="Record the new words beside it")

    def message(self, result: Answer) -> str:
        if result.kind == AnswerKind.ADDITION:
            return "Added, with your name and the time. What it is added to reads as it did."
        return "Recorded. It is marked as being looked into wherever these words stand, and the managers were told."

    def next_url(self, result: Answer) -> str:
        return reverse("answer", args=[self.family.pk, result.pk])

    def cancel_url(self) -> str:
        return self.entry.page(self.row) if self.entry else ""

    def context(self, form: PageForm) -> dict[str, Any]:
        entry = self.entry
        was = queries.as_it_was(self.row, self.history_id())
        return {
            "caption": entry.heading(self.row) if entry else "",
            "words": entry.words(was) if entry and was else "",
            "not_finished": NOT_FINISHED,
        }


class OneAnswerView(FamilyActView):
    """An act on one answer, `row`; it leads back to it."""

    section = "family"
    template_name = "casework/answers/act.html"
    row: Answer

    def find(self, answer_id: int) -> None:
        self.row = get_object_or_404(queries.answers_of(self.family), pk=answer_id)
        check_not_in_error(self.row.subject_type, self.row.subject_id, self.family)
        if queries.subject_of(self.row) is None:
            raise Http404

    def next_url(self, result: Any) -> str:
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("answer", args=[self.family.pk, self.row.pk])

    def context(self, form: PageForm) -> dict[str, Any]:
        page = presenters.page_of(self.family, self.row, self.request.user)
        return {"caption": mark_of(self.row).words, "page": page}


class DecidingView(OneAnswerView):
    """For whoever settles answers, by the practice file's grade."""

    def find(self, answer_id: int) -> None:
        super().find(answer_id)
        if not may_take(self.family.access, "settle_answer"):
            raise PermissionDenied("The family’s manager answers what is disputed.")


class SettleAnswer(DecidingView):
    form_class = forms.SettleForm
    service = staticmethod(services.settle)
    heading = "Say what became of it"
    submit_label = "Answer it"
    success = "Answered. It says so wherever these words stand."

    def closed(self) -> HttpResponse | None:
        return None if self.row.state == AnswerState.LOOKED_INTO else redirect(self.cancel_url())

    def details(self) -> dict[str, Any]:
        return {"outcomes": OUTCOMES.get(self.row.kind, ())}


class HoldBackAnswer(OneAnswerView):
    form_class = forms.HoldBackForm
    service = staticmethod(services.hold_back)
    heading = "From whom is its text held back?"
    submit_label = "Hold it back"
    success = "Its text is held back. The mark stands all the same."

    def find(self, answer_id: int) -> None:
        super().find(answer_id)
        if not queries.may_read_text(self.row, self.request.user, self.family.access):
            raise PermissionDenied("Its text is held back from you.")

    def details(self) -> dict[str, Any]:
        colleagues = queries.colleagues_of(self.family, timezone.localdate())
        return {"people": self.family.people_ever(), "colleagues": colleagues}


class DecideCopies(DecidingView):
    form_class = forms.CopiesForm
    service = staticmethod(services.decide_copies)
    heading = "Does its text leave on a copy for the family?"
    submit_label = "Record the decision"
    success = "The decision was recorded, with your name and the reason."
