"""What a programme still lacks before it can be an assessment, each gap leading to where it is filled (A5.13)."""

from typing import NamedTuple

from django.urls import reverse

from casework import practice
from workbook.assessments.contents import has_text
from workbook.programmes import reading
from workbook.summaries.states import SETTLED


class Gap(NamedTuple):
    sentence: str
    url: str


def missing_in(programme, *, today):
    """Each module has text, that of direct work for each child who is in the work; 7 and 8 those of this assessment."""
    records = reading.records_of(programme)
    written = [record for record in records if has_text(record)]
    gaps = []
    for module in practice.current().modules:
        theirs = [record for record in written if record.module == module.key]
        if module.each_child:
            gaps += _of_children(programme, module, theirs, today)
        elif not theirs:
            gaps.append(Gap(f"Module {module.number}, {module.title}, is not written.", _write(programme, module)))
    return [*gaps, *_taken_back(programme, records)]


def _of_children(programme, module, written, today):
    for child in reading.children_in_work(programme, today):
        ids = child.all_ids
        unwritten = not any(record.child_id in ids for record in written)
        if unwritten and not _kept_elsewhere(programme, module, child):
            sentence = f"Module {module.number}, {module.title}, is not written of {child}."
            yield Gap(sentence, _write(programme, module, child))


def _kept_elsewhere(programme, module, child):
    """Another programme keeps this child's apart, and this one has none: then it need not say anything of it (A5.6)."""
    apart = reading.kept_in_another(programme).filter(module=module.key, child__in=child.all_ids)
    return reading.record_for(programme, module, child) is None and apart.exists()


def _taken_back(programme, records):
    """A passage that was drawn from a summary which its author has taken back since is not what anybody agreed to."""
    modules = {module.key: module for module in practice.current().modules}
    for record in records:
        for drawn in record.drawn.all():
            summary = drawn.passage.owner
            if summary.state not in SETTLED and record.module in modules:
                module = modules[record.module]
                yield Gap(
                    f"Module {module.number} draws on the summary of {summary.worker}, who has taken it back. Wait "
                    "until it is finalised again, or remove the passage.",
                    _read(programme, module, record.child),
                )


def _write(programme, module, child=None):
    return _address("module-write", programme, module, child)


def _read(programme, module, child):
    return _address("module", programme, module, child)


def _address(name, programme, module, child):
    parts = [programme.family_id, programme.pk, module.key]
    return reverse(name, args=[*parts, child.pk] if child else parts)
