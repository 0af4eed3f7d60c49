"""What business support arranges: the date, the place, who came."""

from typing import Any

from django.utils import timezone

from casework.access import Can
from casework.forms.base import PageForm
from casework.words import say_when
from supervision.group_supervisions.arrangements import forms, queries, services
from supervision.group_supervisions.clashes.presenters import clashes_with
from supervision.group_supervisions.queries import expected_at, workers_of_meeting
from supervision.group_supervisions.views import EpisodeActView, SupervisionActView
from workbook.episodes.models import WorkbookEpisode


class MoveSupervision(EpisodeActView):
    right = Can.ARRANGE
    form_class = forms.MoveSupervisionForm
    service = staticmethod(services.move)
    heading = "Move the supervision"
    submit_label = "Move the supervision"

    def initial(self) -> dict[str, Any]:
        return {"planned_for": self.row.supervision_planned_for}

    def message(self, moved: WorkbookEpisode) -> str:
        planned = moved.supervision_planned_for
        clashes = clashes_with(self.family, planned, self.request.user)
        return " ".join([f"The supervision is planned for {say_when(planned)}.", *clashes])

    def context(self, form: PageForm) -> dict[str, Any]:
        intro = (
            f"It is planned for {say_when(self.row.supervision_planned_for)}. The workers and business support are "
            "told. When it is due does not move."
        )
        clashes = clashes_with(self.family, self.row.supervision_planned_for, self.request.user)
        return {"intro": " ".join([intro, *clashes])}


class NoteLogistics(SupervisionActView):
    right = Can.ARRANGE
    form_class = forms.LogisticsForm
    service = staticmethod(services.note_logistics)
    heading = "Place and attendance"
    submit_label = "Save place and attendance"
    success = "Place and attendance are saved."

    def find(self, supervision_id: int) -> None:
        super().find(supervision_id)
        self.noted = list(self.row.attendance.select_related("user"))

    def details(self) -> dict[str, Any]:
        today = timezone.localdate()
        expected = expected_at(self.family, today)
        # Who has been noted, or worked with the family then, stays in the list after their allocation has ended.
        others = [*workers_of_meeting(self.row, today), *(row.user for row in self.noted)]
        return {"expected": list(dict.fromkeys([*expected, *others]))}

    def initial(self) -> dict[str, Any]:
        came = {f"came-{row.user_id}": row.came for row in self.noted}
        because = {f"because-{row.user_id}": row.because for row in self.noted}
        return {"place": self.row.place, "others_present": self.row.others_present, **came, **because}

    def saw(self) -> str:
        return queries.logistics_fingerprint(self.row)
