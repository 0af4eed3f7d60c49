"""What a practice file may say; a mistake in one is a sentence that names the key and what is allowed."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from casework.users.roles import GRADES

Hour = Annotated[int, Field(ge=0, le=23)]
Grade = Literal[tuple(str(grade) for grade in GRADES)]


class Values(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Length(Values):
    length: Annotated[int, Field(gt=0)]
    unit: Literal["hours", "days", "working_days", "weeks", "months"]


class Timescale(Length):
    label: str
    counts: Literal["elapsed", "working"] = "elapsed"
    remind_before: Length
    on: bool = True
    source: str
    rule: str
    met_by: str


class Timescales(Values):
    visit_write_up: Timescale
    summary_update: Timescale
    group_supervision: Timescale
    case_summary: Timescale
    referral_decision: Timescale
    harm_alleged: Timescale
    first_visit: Timescale
    early_help_decision: Timescale
    early_help_assessment: Timescale
    early_help_planning: Timescale


class Section(Values):
    key: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    heading: str
    guidance: str = ""
    each_child: bool = False
    required: bool = False


class NoteKind(Values):
    label: str
    visit: bool = False
    managers_only: bool = False
    one_a_day: bool = False
    sections: tuple[Section, ...]


class Authority(Values):
    name: str
    practice: str


class Settings(Values):
    index_child: Literal["youngest", "eldest"]
    workbook_opened_by: Literal["team_manager", "social_worker"]
    visits_in_chronology: Literal["significant", "all"]
    access_grace_days: Annotated[int, Field(ge=0)]
    supervision_hour: Hour
    reminders_from_hour: Hour
    reminders_until_hour: Hour
    call_passed_on_within: Length

    @model_validator(mode="after")
    def _day_has_hours(self):
        if self.reminders_from_hour >= self.reminders_until_hour:
            raise ValueError("reminders_from_hour must lie before reminders_until_hour, or no reminder is ever sent")
        return self


class Decisions(Values):
    open_workbook: Grade
    sign_off_supervision: Grade
    close_workbook: Grade
    decide_referral: Grade
    transfer: Grade
    close_case: Grade
    approve_plan: Grade
    restrict: Grade


class RagMeanings(Values):
    red: str
    amber: str
    green: str


class Practice(Values):
    authority: Authority
    timescales: Timescales
    settings: Settings
    decisions: Decisions
    rag: RagMeanings
    note_kinds: dict[str, NoteKind]
    summary_sections: tuple[Section, ...]
    supervision_sections: tuple[Section, ...]
    case_summary_sections: tuple[Section, ...]
    closure_sections: tuple[Section, ...]
    safety_plan_sections: tuple[Section, ...]
    genogram_sections: tuple[Section, ...]

    def timescale(self, name):
        return getattr(self.timescales, name)
