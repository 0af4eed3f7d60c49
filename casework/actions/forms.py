from django import forms

from casework.acts.forms import WritingForm
from casework.forms.fields import DateField, NarrativeField
from casework.forms.widgets import Narrative

AGENCY = "agency"


class ActionForm(WritingForm):
    """`owners` gives each who may own an action by the value that the page sends; an agency is named instead."""

    what = NarrativeField(
        label="What is to be done?",
        widget=Narrative(rows=3),
        error_messages={"required": "Say what is to be done."},
    )
    owner = forms.ChoiceField(
        label="Who will do it?", error_messages={"required": "Choose who will do it: an action needs an owner."}
    )
    owner_agency = forms.CharField(
        label="Name of the agency",
        help_text="Where another agency will do it, such as the school.",
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    due_on = DateField(
        label="By when?", error_messages={"required": "Give the date by which it is to be done: an action needs one."}
    )
    child = forms.ModelChoiceField(None, label="For which child?", empty_label="The whole family", required=False)
    desired_outcome = NarrativeField(label="What should it bring about?", required=False, widget=Narrative(rows=3))

    def __init__(self, *args, owners, children, **kwargs):
        super().__init__(*args, **kwargs)
        self.owners = {value: owner for group in owners.values() for value, owner in group.items()}
        self.fields["owner"].choices = [
            ("", "Choose who"),
            *((label, [(value, str(owner)) for value, owner in group.items()]) for label, group in owners.items()),
            (AGENCY, "Another agency"),
        ]
        self.fields["child"].queryset = children

    def clean(self):
        chosen, agency = self.cleaned_data.get("owner"), self.cleaned_data.get("owner_agency")
        if chosen == AGENCY and not agency:
            self.add_error("owner_agency", "Name the agency that will do it.")
        if chosen not in (AGENCY, None) and agency:
            self.add_error("owner", "Choose ‘Another agency’, or empty the name of the agency.")
        return super().clean()

    def details(self):
        """What was typed, for the service; only of a valid form."""
        chosen = self.cleaned_data["owner"]
        owner = self.owners.get(chosen)
        names = ("what", "owner_agency", "due_on", "child", "desired_outcome")
        return {name: self.cleaned_data[name] for name in names} | {
            "owner_user": owner if chosen.startswith("user-") else None,
            "owner_person": owner if chosen.startswith("person-") else None,
        }


class ReportForm(WritingForm):
    done_on = DateField(label="When was it done?", error_messages={"required": "Give the day on which it was done."})
    result = NarrativeField(
        label="What came of it?",
        help_text="Say so too if it could not be done, and why.",
        error_messages={"required": "Say what came of it."},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_done_on(self):
        if self.cleaned_data["done_on"] > self.today:
            raise forms.ValidationError("It cannot have been done in the future. Give the day on which it was done.")
        return self.cleaned_data["done_on"]
