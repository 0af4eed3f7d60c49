"""The forms of acts: they keep unsaved text, and carry what their page showed for the optimistic lock."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self
from uuid import uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from casework.acts.merging import Passage, read_seen, seen_of, stands_on, write_seen
from casework.forms.base import PageForm
from casework.forms.fields import NarrativeField, SaidSoField
from casework.forms.held_back import HeldBackField
from casework.forms.widgets import Narrative
from casework.masks.current import is_held_back
from casework.refusal import Odd, Refusal
from casework.sent import OPENED_WITH, as_sent, words_of
from casework.trail.rows import fingerprint
from casework.unsaved.models import UnsavedText
from casework.unsaved.own import marks_of

KEY_LOST = "This page has lost its key. Copy what you have typed, open the page again and paste it there."
LOST = {"required": KEY_LOST, "invalid": KEY_LOST}
# Hidden fields that only the frame reads.
THIS_IS_SO = "this_is_so"
OF_THE_PAGE = ("opened_page", "went_on_from", OPENED_WITH, "saw_passages", THIS_IS_SO)


class OddBox(NamedTuple):
    """A box with which somebody says that what is odd is so; `value` is what it sends, of that sentence and answer."""

    sentence: str
    value: str
    ticked: bool


class WritingForm(PageForm):
    """A form that is written into and saved: it has the key of its opened page, and what is typed is kept."""

    form_key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput, error_messages=LOST)
    opened_page = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput, required=False)
    went_on_from = forms.CharField(widget=forms.HiddenInput, required=False)
    opened_with = forms.CharField(widget=forms.HiddenInput, required=False)
    this_is_so = SaidSoField()

    restored: UnsavedText | None = None
    gone_on_from = ""
    meetings: Sequence[Any] = ()  # the passages that somebody else changed too, each to be decided
    odd: Odd | None = None  # what the service refused until it is confirmed

    def full_clean(self) -> None:
        """Without what only the frame reads, so that `cleaned_data` is what was typed."""
        super().full_clean()
        if self.is_bound:
            of_the_page = {name: self.cleaned_data.pop(name, None) for name in OF_THE_PAGE}
            self.gone_on_from = of_the_page["went_on_from"] or ""

    def refuse(self, refusal: Refusal) -> None:
        """As any form; what is only odd gets a box with which its writer says that it is so."""
        super().refuse(refusal)
        self.ask_whether_so(refusal)

    def ask_whether_so(self, refusal: Refusal) -> None:
        """Of what is only odd, also where the refusal stands at a row of the page."""
        if isinstance(refusal, Odd):
            self.odd = refusal

    @property
    def said_so(self) -> list[str]:
        """The sentences of odd facts that were ticked as being so, of the answers that still stand."""
        return [box.sentence for box in self._ticked()]

    @property
    def odd_box(self) -> OddBox | None:
        """The box of what the service refused until it is confirmed."""
        if self.odd is None:
            return None
        return OddBox(self.odd.sentence, self._value_of_box(self.odd.field, self.odd.sentence), False)

    @property
    def boxes(self) -> list[OddBox]:
        """Those that stand above the button: what was ticked, and what belongs to none of the form's own fields."""
        unplaced = [self.odd_box] if self.odd and self.odd_box and self.odd.field not in self.fields else []
        return [*self._ticked(), *unplaced]

    def _ticked(self) -> list[OddBox]:
        """What was ticked of another answer than is given now does not count, and is asked anew."""
        found = []
        for value in self[THIS_IS_SO].value() or []:
            _, field, sentence = [*value.split("|", 2), "", ""][:3]
            if value == self._value_of_box(field, sentence):
                found.append(OddBox(sentence, value, True))
        return found

    def _value_of_box(self, field: str | None, sentence: str) -> str:
        """With the hash of the answer that the sentence is about: at its field, or of all that is asked and short."""
        names = [field] if field in self.fields else [
            name for name, each in self.fields.items()
            if not each.widget.is_hidden and not isinstance(each.widget, forms.Textarea)
        ]  # fmt: skip
        answer = [[name, sorted(map(str, sent_values(self[name], self[name].value())))] for name in names]
        return f"{fingerprint(answer)[:12]}|{field or ''}|{sentence}"

    def given(self, at: datetime) -> dict[str, Any]:
        """As of any form, without the key of its page."""
        return {name: value for name, value in super().given(at).items() if name != "form_key"}

    @classmethod
    def reopened(cls, text: UnsavedText, **details: Any) -> Self:
        """The form as it was typed, and not judged yet; what was not on that page stands as it is saved."""
        saved = cls(**details)
        # What stood in place of a text that was held back is nobody's words.
        kept = {name: value for name, value in text.fields.items() if not is_held_back(value)}
        data = as_sent(kept)
        for name in saved.fields:
            if name not in kept and (value := saved[name].value()) is not None:
                data.setlist(saved.add_prefix(name), sent_values(saved[name], value))
        data["form_key"], data["opened_page"] = str(text.form_key), str(uuid4())
        data[OPENED_WITH] = marks_of(_texts_in(saved, set(saved.fields) - set(kept)), data.get(OPENED_WITH, ""))
        data["went_on_from"] = f"{text.form_key}:{text.digest}" if len(kept) == len(text.fields) else ""
        saved.see_the_rest(data)
        form = cls(data, **details)
        form.leave_unjudged()
        form.restored = text
        return form

    def mark_opened(self) -> None:
        """Carry the marks of the texts with which the page opens; what it reopened with carries its own."""
        if not self.is_bound:
            self.initial[OPENED_WITH] = marks_of(_texts_in(self, self.fields))

    def see_the_rest(self, data: QueryDict) -> None:
        """Say in `data`, kept of an earlier page, what this page shows that the earlier one did not."""

    def leave_unjudged(self) -> None:
        """Show what was typed without saying yet what is wrong with it."""
        self._errors, self.cleaned_data = ErrorDict(), {}


def _texts_in(form: forms.Form, names: Iterable[str]) -> list[str]:
    """The texts with which these fields of the form open; of a choice nothing."""
    shown = [name for name in names if isinstance(form.fields[name].widget, forms.TextInput | forms.Textarea)]
    return [each for values in saved_words(form, shown).values() for each in values] if shown else []


def saved_words(form: forms.Form, names: Iterable[str] | None = None) -> dict[str, list[str]]:
    """The values with which the fields of `form`, or those with `names`, open, as a browser would send them."""
    read = (name for name in names or form.fields if not isinstance(form.fields[name], HeldBackField))
    values = {name: form[name].value() for name in read}
    return {name: sent_values(form[name], value) for name, value in values.items() if value is not None}


def sent_values(field: forms.BoundField, value: Any) -> list[str]:
    """`value`, with which a form opens, as a browser sends it: a box that is not ticked is not sent."""
    if isinstance(value, bool):
        return ["on"] if value else []
    shown = field.field.widget.format_value(value)
    if shown is None:
        return []
    return [str(each) for each in shown] if isinstance(shown, list | tuple | set) else [str(shown)]


class MergingForm(WritingForm):
    """The form of what several people write: it carries a hash of each passage as its page showed it.

    `together` are the fields that mean something only together; every other is a passage of its own. `asked_anew` are
    those that do not open with what is saved, so that nobody can have changed them.
    """

    saw_passages = forms.CharField(widget=forms.HiddenInput, required=False)

    together: ClassVar[tuple[Passage, ...]] = ()
    asked_anew: ClassVar[tuple[str, ...]] = ()

    def passages(self) -> list[Passage]:
        """The names of the fields of each passage; what is of the page is none."""
        groups = [tuple(name for name in group if name in self.fields) for group in self.together]
        grouped = {*self.asked_anew, *(name for group in groups for name in group)}
        alone = [(name,) for name, field in self.fields.items() if name not in grouped and not field.widget.is_hidden]
        return [*filter(None, groups), *alone]

    def show_seen(self) -> None:
        """Carry what an opened page shows; what it reopened with was seen when it was typed."""
        if self.saw_field and "saw_passages" in self.fields and not self.is_bound:
            self.initial["saw_passages"] = write_seen(self.shown_passages())

    def shown_passages(self) -> dict[str, str]:
        """The hash of each passage as the form opens."""
        passages = self.passages()
        return seen_of(passages, saved_words(self, [name for passage in passages for name in passage]))

    def saved_passages(self, sent: Mapping[str, Any]) -> str:
        """The hashes that stand for what the page, which sent `sent`, has seen and saved; for when it is sent again."""
        passages, seen = self.passages(), read_seen(str(sent.get("saw_passages", "")))
        return write_seen(stands_on(seen, seen_of(passages, words_of(sent)), seen_of(passages, words_of(self.data))))

    def mark_opened(self) -> None:
        """Carry the marks of the texts with which the page opens; what it reopened with carries its own."""
        if not self.is_bound:
            self.initial[OPENED_WITH] = marks_of(_texts_in(self, self.fields))

    def see_the_rest(self, data: QueryDict) -> None:
        """The hashes of the passages that the earlier page did not show; those that it showed stay as it saw them."""
        if saw := data.get("saw_passages"):
            data["saw_passages"] = write_seen(self.shown_passages() | read_seen(saw))

    def meet(self, meetings: Sequence[Any], joined: Iterable[Passage], changed_by: str) -> None:
        """Refuse what two people changed, until it is decided."""
        self.meetings, joined = meetings, list(joined)
        if meetings or joined:
            self.full_clean()
        for one in meetings:
            who = f"{changed_by} changed" if changed_by else "Somebody changed"
            self.add_error(None, f"{who} ‘{one.label}’ while you wrote. Choose below what is to stand.")
        for passage in joined:
            self.add_error(passage[0], "Both texts stand here now. Edit them into one, and save.")
        self.conflict = bool(meetings or joined)


class VersionedForm(WritingForm):
    """The form of a saved row: it carries the version of the row that its writer had before them."""

    saw_field = "version"
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=LOST)


class FingerprintForm(WritingForm):
    """The form of values without a version: it carries the fingerprint of what its writer had before them."""

    saw_field = "fingerprint"
    fingerprint = forms.CharField(widget=forms.HiddenInput, error_messages=LOST)


class ReasonField(forms.Form):
    """The field `because`; `label` asks for it in the act's words, `missing` is its error where it is left empty."""

    because = NarrativeField()

    def __init__(
        self,
        *args: Any,
        label: str = "Why",
        rows: int = 4,
        help_text: str = "",
        missing: str = "",
        max_length: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"] = NarrativeField(
            label=label, help_text=help_text, max_length=max_length, widget=Narrative(rows=rows),
            error_messages={"required": missing} if missing else None,
        )  # fmt: skip


class ReasonForm(ReasonField, WritingForm):
    """The form of an act that asks for a reason and nothing else."""


class VersionedReasonForm(VersionedForm, ReasonForm):
    """The reason for an act on a saved row as its page showed it."""


class ConfirmForm(VersionedForm):
    """Nothing to fill in: only the version of the row that was read."""
