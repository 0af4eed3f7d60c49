"""The page on which whoever was to ask records what became known: the name, and when somebody was born."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.people.forms import LearnForm
from casework.people.models import Person
from casework.people.not_known import queries, services
from casework.people.presenters import who_may_ask
from casework.people.views import MemberView

INTRO = "Record what is known now, and leave the rest as it is. What stood before stays in the history."


class Learn(MemberView):
    template_name = "acts/form_page.html"
    form_class = LearnForm
    service = staticmethod(services.learn)
    submit_label = "Save what is known"

    @property
    def heading(self) -> str:
        return f"What became known of {self.person}"

    def closed(self) -> HttpResponse | None:
        if queries.something_is_not_known(self.person):
            return None
        sentence = f"The name and the birth of {self.person} are known. Whoever keeps the people corrects them."
        context = {"sentence": sentence, "url": self.cancel_url(), "link": f"All about {self.person}"}
        return render(self.request, "409.html", context, status=409)

    def details(self) -> dict[str, Any]:
        dated = bool(self.person.born or self.person.expected)
        workers = who_may_ask(self.family, self.person, timezone.localdate())
        return {"unnamed": not self.person.name_known, "dated": dated, "workers": workers}

    def initial(self) -> dict[str, Any]:
        names = ("born", "about_age", "about_age_on")
        saved = {name: getattr(self.person, name) for name in names}
        return saved | {"name": "", "birth_to_be_asked_by": self.person.birth_to_be_asked_by_id}

    def saw(self) -> str:
        return queries.fingerprint_of_known(self.person)

    def message(self, result: Person) -> str:
        return f"What is known of {result} was saved."

    def context(self, form: LearnForm) -> dict[str, Any]:
        return {"intro": INTRO}
