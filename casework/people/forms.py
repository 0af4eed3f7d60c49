"""The forms about a person. None keeps unsaved text: what is typed in some of them may be protected."""

from django import forms
from django.forms.models import ModelMultipleChoiceField

from casework.forms.base import KeyedForm, PageForm
from casework.forms.fields import DateField
from casework.forms.widgets import AboutBoxes, Checkboxes, Radios
from casework.people import asked
from casework.people.items import ITEMS
from casework.people.models import Answer, ContactKind, PersonName, Profession
from casework.people.numbers import compact
from casework.practice import codes

WIDE = {"class": "govuk-input--width-20"}


class ChangeForm(PageForm):
    """Of something that several may edit: it carries the mark of what the page saw."""

    seen = forms.CharField(widget=forms.HiddenInput)


def text(label, *, longest, required=False, help_text="", **kwargs):
    widget = forms.TextInput(WIDE)
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=widget, **kwargs
    )


# Other names


class NameForm(PageForm):
    name = text("Name", longest=120, required=True)
    kind = forms.ChoiceField(label="What kind of name?", choices=PersonName.Kind, widget=Radios)
    from_date = DateField(label="From", required=False, help_text="If you know it.")
    until_date = DateField(label="Until", required=False, help_text="If it is not used any more.")


class ChangeNameForm(NameForm, ChangeForm):
    pass


# Numbers


class NumbersForm(ChangeForm):
    nhs_number = text("NHS number", longest=15, help_text="Ten digits.")
    upn = text("Unique pupil number", longest=20, help_text="A letter and twelve digits.")
    former_upn = text("Former unique pupil number", longest=20)
    upn_unknown = forms.ChoiceField(label="If there is no unique pupil number, why?", required=False)

    def __init__(self, *args, is_child, today, kept, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_child:
            for name in ("upn", "former_upn", "upn_unknown"):
                del self.fields[name]
            return
        offered = codes.choices("upn_unknown", today)
        if kept and kept not in dict(offered):
            offered.append((kept, codes.label("upn_unknown", kept)))
        self.fields["upn_unknown"].choices = [("", "There is one, or it is not known yet"), *offered]

    def clean(self):
        for name in {"nhs_number", "upn", "former_upn"}.intersection(self.cleaned_data):
            self.cleaned_data[name] = compact(self.cleaned_data[name])
        return super().clean()


# Asked items


class AskedForm(ChangeForm):
    """A group of fields for each item; which of them contradict each other is said at each, all at once."""

    asked_on = DateField(
        label="When did you ask?", help_text="It is noted with each answer that you add or change on this page."
    )

    def __init__(self, *args, answers, workers, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.kept = {key: row.values for key, row in answers.items()}
        for item in ITEMS:
            self._add_fields(item, workers)

    def _add_fields(self, item, workers):
        self.fields[f"{item.key}_answer"] = forms.ChoiceField(
            label="",
            choices=Answer,
            required=False,
            widget=Radios({"class": "govuk-radios--inline govuk-radios--small"}),
        )
        self.fields[f"{item.key}_value"] = self._value_field(item)
        if item.several:
            self.fields[f"{item.key}_detail"] = text("More about it", longest=asked.LONGEST)
        self.fields[f"{item.key}_to_ask"] = forms.ModelChoiceField(
            workers, label="If not yet known, who will ask?", required=False, empty_label="Nobody"
        )

    def _value_field(self, item):
        label = f"{item.label}, if known"
        if not item.codes:
            return text(label, longest=asked.LONGEST, help_text=item.hint)
        choices = asked.choices_of(item, self.today, self.kept.get(item.key, ()))
        if item.several:
            widget = Checkboxes({"class": "govuk-checkboxes--small"})
            return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)
        return forms.ChoiceField(label=label, choices=[("", "Choose"), *choices], required=False)

    def groups(self):
        """The bound fields of each item, for the page."""
        for item in ITEMS:
            names = [f"{item.key}_{part}" for part in ("answer", "value", "detail", "to_ask")]
            yield item, [self[name] for name in names if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        self.said = {}
        for item in ITEMS:
            said = self._said(item)
            if said != asked.Said(""):
                self._take(item, said)
        return cleaned

    def given(self):
        """What the service is called with; only of a valid form."""
        return {"seen": self.cleaned_data["seen"], "asked_on": self.cleaned_data["asked_on"], "said": self.said}

    def _said(self, item):
        given = {part: self.cleaned_data.get(f"{item.key}_{part}") for part in ("answer", "value", "to_ask", "detail")}
        value = given["value"] or ()
        values = (value,) if isinstance(value, str) else tuple(value)
        return asked.Said(given["answer"] or "", values, given["to_ask"], given["detail"] or "")

    def _take(self, item, said):
        wrong = asked.wrong_with(item, said, today=self.today, kept=self.kept.get(item.key, ()))
        field = f"{item.key}_{wrong.part}" if wrong else ""
        if wrong and not self.has_error(field):
            self.add_error(field, wrong.sentence)
        self.said[item.key] = said


# Contact details


def value_field():
    return forms.CharField(
        label="Address, number or e-mail", max_length=300, widget=forms.Textarea({"rows": 3, "cols": False})
    )


def remark_field():
    return text("Remark", longest=200, help_text="Such as ‘after 17:00’, or ‘leave no message’.")


class ContactForm(KeyedForm):
    kind = forms.ChoiceField(label="What is it?", choices=ContactKind, widget=Radios)
    value = value_field()
    remark = remark_field()
    from_date = DateField(label="From when does it hold?")


class ReadersField(ModelMultipleChoiceField):
    widget = Checkboxes({"class": "govuk-checkboxes--small"})

    def label_from_instance(self, user):
        return f"{user.name}, {user.job_title}" if user.job_title else user.name


class ReadersForm(PageForm):
    readers = ReadersField(
        None, label="Who may read it, besides you?", help_text="Nobody else sees it, managers included.", required=False
    )
    because = text("Why is it protected?", longest=300, required=True)

    def __init__(self, *args, users, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = users


class NewContactForm(ReadersForm, ContactForm):
    """For those who may protect: a protected one is never saved unprotected."""

    protect = forms.BooleanField(label="Protect it: show it only to those named here", required=False)

    field_order = ["form_key", "kind", "value", "remark", "from_date", "protect", "readers", "because"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].required = False

    def clean(self):
        protect, because = self.cleaned_data.get("protect"), self.cleaned_data.get("because")
        if protect and not because:
            self.add_error("because", "Say why it is protected.")
        if not protect and (because or self.cleaned_data.get("readers")):
            self.add_error("protect", "Tick ‘Protect it’, or clear who may read it and why.")
        return super().clean()


class ChangeContactForm(ChangeForm):
    value = value_field()
    remark = remark_field()
    from_date = DateField(label="From when does it hold?")
    until_date = DateField(label="Until when did it hold?", required=False, help_text="Leave it open while it holds.")


class ProtectForm(ReadersForm, ChangeForm):
    pass


class SureForm(ChangeForm):
    pass


# Key contacts


class KeyContactFields(PageForm):
    profession = forms.ChoiceField(label="Who is it?", choices=[("", "Choose"), *Profession.choices])
    name = text("Name of the person", longest=120)
    organisation = text("Name of the organisation", longest=120)
    telephone = text("Telephone", longest=30, help_text="A telephone number or an e-mail address is needed.")
    email = forms.EmailField(
        label="E-mail",
        required=False,
        widget=forms.EmailInput(WIDE),
        error_messages={"invalid": "An e-mail address looks like name@example.org. Check what you typed."},
    )
    about = ModelMultipleChoiceField(
        None, label="For whom?", help_text="Nobody ticked means the whole family.", required=False, widget=AboutBoxes
    )
    from_date = DateField(label="Since when?")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = people


class KeyContactForm(KeyContactFields, KeyedForm):
    pass


class ChangeKeyContactForm(KeyContactFields, ChangeForm):
    until_date = DateField(label="Until when?", required=False, help_text="Leave it open while it holds.")
