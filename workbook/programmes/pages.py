"""Where a page of a Family Programme stands, what it shows, and what its reader may do there."""

from typing import NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from casework.access import Can, may_take
from casework.acts.keys import blank_key, key_of
from casework.acts.views import opened
from casework.families.models import Family, Person
from casework.families.services import people_of
from casework.family_page.presenters import family_page
from casework.passages.reading import people_for_writing
from casework.practice.schema import Module
from casework.unsaved.services import kept
from workbook.assessments.reading import beside
from workbook.programmes import forms, reading, services, showing
from workbook.programmes.models import FamilyProgramme, ModuleRecord
from workbook.programmes.states import ModuleState, ProgrammeState


class Place(NamedTuple):
    """A module of a programme (and the child where it is written for each), with its record if there is one."""

    family: Family
    programme: FamilyProgramme
    module: Module
    child: Person | None
    record: ModuleRecord | None

    @property
    def heading(self):
        title = f"Module {self.module.number}: {self.module.title}"
        return f"{title} – {self.child}" if self.child else title

    @property
    def key(self):
        return f"{self.module.key}:{self.child.pk if self.child else ''}"

    @property
    def version(self):
        return self.record.version if self.record else 0

    @property
    def completed(self):
        return self.record is not None and self.record.state == ModuleState.COMPLETED

    @property
    def begun(self):
        return showing.is_begun(self.record)

    @property
    def kept_apart_because(self):
        return self.record.kept_apart_because if self.record else ""

    def url(self, name="module"):
        parts = [self.family.pk, self.programme.pk, self.module.key]
        return reverse(name, args=[*parts, self.child.pk] if self.child else parts)


def programme_of(family, programme_id):
    """The programme of this family; Http404 for another's."""
    programme = get_object_or_404(reading.programmes_of(family), pk=programme_id)
    programme.family = family
    return programme


def is_for_each_child(key):
    module = reading.module_of(key)
    return module is not None and module.each_child


def place(family, programme_id, key, child_id=None):
    """Http404 where the module or the child is not of this programme."""
    programme = programme_of(family, programme_id)
    module = reading.module_of(key)
    if module is None or module.each_child != (child_id is not None):
        raise Http404
    child = _child(programme, child_id) if child_id is not None else None
    return Place(family, programme, module, child, reading.record_for(programme, module, child))


def _child(programme, child_id):
    for child in reading.children_ever(programme):
        if child.pk == child_id:
            return child
    raise Http404


def again(place):
    """The same, as it stands now."""
    return place._replace(record=reading.record_for(place.programme, place.module, place.child))


def place_of(family, programme, record):
    return Place(family, programme, reading.module_of(record.module), record.child, record)


def others_open(programme):
    return [other for other in reading.open_programmes(programme.family) if other.pk != programme.pk]


def overview(programme):
    since = showing.since_of(programme)
    access = programme.family.access
    running, parts = programme.state == ProgrammeState.OPEN, [programme.family_id, programme.pk]
    return {
        "programme": programme,
        "parents": reading.parents_of(programme),
        "since": since,
        "rows": list(showing.rows_of(programme, since)),
        "others": others_open(programme),
        "several": programme.family.familyprogramme_set.count() > 1,
        "waiting": reading.waiting(programme),
        "dues": programme.family.due_dates.running().filter(url=reverse("programme", args=parts)),
        "assessments": beside(programme, access),
        "may_lead": running and access.can(Can.LEAD),
        "may_end": running and may_take(access, "end_programme"),
    }


def whole(programme):
    """Each module with what stands in it, for paper."""
    people = list(programme.family.people_ever())
    rows = [row for row in showing.rows_of(programme, None) if row.record or not row.child]
    modules = [(row, showing.parts_of(row.record, row.module, people)) for row in rows]
    return {"programme": programme, "parents": reading.parents_of(programme), "modules": modules}


def page(place, heading="", **context):
    """What every page of a module shows; under another `heading` the module is named in the line above it."""
    names = ", ".join(str(person) for person in reading.parents_of(place.programme))
    rows = list(showing.rows_of(place.programme, None))
    previous, following = _around(rows, place)
    row = next((row for row in rows if row.url == place.url()), None)
    return family_page(
        place.family,
        "programmes",
        heading=heading or place.heading,
        caption=place.heading if heading else f"Family Programme {place.programme.number}, shared with {names}",
        place=place,
        programme=place.programme,
        module=place.module,
        rows=rows,
        kept_apart=row is not None and row.kept_apart,
        previous=previous,
        following=following,
        may_record=place.family.access.can(Can.RECORD),
        **context,
    )


def _around(rows, place):
    """The modules before and after this one; None at either end."""
    rows = [row for row in rows if not row.unborn]
    here = next((at for at, row in enumerate(rows) if row.url == place.url()), 0)
    return rows[here - 1] if here else None, rows[here + 1] if here + 1 < len(rows) else None


def reading_of(place):
    since = showing.since_of(place.programme)
    people = list(place.family.people_ever())
    return {
        "since": since,
        "parts": showing.parts_of(place.record, place.module, people, since),
        "colour": showing.MODULE_COLOURS[place.record.state] if place.record else "grey",
    }


def why_not_written(place):
    """The sentence that says why nobody writes here now; none where somebody may."""
    if place.programme.state == ProgrammeState.ENDED:
        return "This Family Programme has ended, so nothing in it changes any more."
    if (
        any(reading.waiting(each) for each in services.read_in(place.record))
        if place.record
        else reading.waiting(place.programme)
    ):
        return "The programme waits for the manager as an assessment, so its modules do not change."
    if place.child and place.child.unborn:
        return f"{place.child} is not born yet. Direct work is recorded from the birth on."
    if place.completed:
        return "This module is completed."
    return ""


def acts(place):
    """The acts by their addresses, from right and state; an empty one is not offered."""
    leads = place.family.access.can(Can.LEAD)
    why_not = why_not_written(place)
    free = leads and (not why_not or place.completed) and place.programme.state == ProgrammeState.OPEN
    apart = bool(place.child and others_open(place.programme))
    written = place.record is not None and place.record.updated_at
    offers = {
        "module-write": leads and not why_not,
        "module-draw": leads and not why_not,
        "module-complete": leads and not why_not and written,
        "module-take-up": free and place.completed,
        "module-keep-apart": free and apart and not place.kept_apart_because and not _kept_elsewhere(place),
        "module-share": free and apart and place.kept_apart_because,
    }
    urls = {name.replace("-", "_"): place.url(name) if offered else "" for name, offered in offers.items()}
    return {"urls": urls, "why_not": why_not, "leads": leads}


def _kept_elsewhere(place):
    elsewhere = reading.kept_in_another(place.programme).filter(module=place.module.key)
    return elsewhere.filter(child__in=place.child.all_ids).exists()


def keys_of(place):
    """The key of the record, so that unsaved text of what is kept apart opens with that record alone; and of before.

    Before there is a record text is kept for the programme in which it was typed. The record that is read there later
    is its own or one that is shared, so such text never opens with what another programme keeps apart.
    """
    before = key_of(f"module-write:{place.key}", place.programme)
    return [key_of("module-write", place.record), before] if place.record else [before]


def module_form(request, place):
    """Opens with what was typed, before anybody had saved the module too."""
    passages = list(place.record.passages.all()) if place.record else []
    keys = keys_of(place)
    key = next((key for key in keys if kept(request.user, key)), keys[0])
    people = () if place.child else people_for_writing(place.family, passages)
    sections = showing.sections_of(place.module, passages)
    return opened(
        request, forms.ModuleForm, key, initial={"version": place.version}, sections=sections, people=people,
        passages=passages,
    )  # fmt: skip


def writing_of(place, form):
    """Beside the form: by heading what it said before and what is drawn under it; for a stale page what stands."""
    told = reading_of(place)
    stands = [
        {"heading": part.section.heading, "text": text.text, "about": text.about}
        for part in told["parts"]
        for text in part.texts
        if text.text
    ]
    beside = {part.section.key: part for part in told["parts"]}
    groups = [{**group, "part": beside.get(group["slot"].section)} for group in form.groups()]
    return {**told, "groups": groups, "saved_now": stands, "cancel_url": place.url()}


def drawing_form(request, place):
    standing = [drawn.passage_id for drawn in place.record.drawn.all()] if place.record else []
    offered = services.drawable(place.programme).exclude(pk__in=standing)
    offered = offered.select_related("owner__worker", "owner__allocation", "owner__episode__workbook")
    offered = list(offered.order_by("-owner__episode__workbook__version", "-owner__episode__number", "owner", "pk"))
    form = opened(
        request, forms.DrawForm, key_of(f"module-draw:{place.key}", place.record or place.programme),
        sections=place.module.sections, offered=offered,
    )  # fmt: skip
    form.offered = offered
    return form


def opening_form(request, family):
    """Of a second programme where one is open."""
    adults = people_of(family).filter(is_child=False, died=None)
    # A form that is sent twice is the form that it was.
    sent, standing = request.POST.get("form_key"), reading.open_programmes(family)
    beside = [each for each in standing if str(each.form_key) != sent]
    key = blank_key(request)
    if not beside:
        initial = {"parents": [person.pk for person in adults]}
        return opened(request, forms.OpenForm, key, initial=initial, people=adults)
    children = people_of(family).filter(pk__in=[child.pk for child in reading.children_of(beside[0])])
    return opened(request, forms.OpenApartForm, key, people=adults, children=children)


def parents_form(request, programme):
    adults = people_of(programme.family).filter(is_child=False, died=None)
    initial = {"parents": [person.pk for person in reading.parents_of(programme)], "seen": reading.seen_in(programme)}
    return opened(request, forms.ParentsForm, key_of("programme-parents", programme), initial=initial, people=adults)
