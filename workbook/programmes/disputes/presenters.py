"""What is disputed of a programme's words, and not answered: who writes in it, or agrees to it, is asked."""

from casework.answers.presenters import AnswerLine, to_ask_about
from casework.marks.presenters import without_names
from casework.subjects import SubjectKey, key_of
from workbook.programmes.models import FamilyProgramme
from workbook.programmes.modules.queries import records_of, works_apart


def disputed_in(programme: FamilyProgramme) -> list[AnswerLine]:
    """Of what is written or drawn in its modules; neither by whom nor a way to it where parents work apart (A5.6)."""
    lines = to_ask_about(programme.family)
    if not lines:
        return []
    stands = set(_words_of(programme))
    found = [each for each in lines if SubjectKey(each.answer.subject_type, each.answer.subject_id) in stands]
    if not works_apart(programme.family_id):
        return found
    return [each._replace(mark=mark) for each in found for mark in without_names([each.mark])]


def _words_of(programme: FamilyProgramme) -> list[SubjectKey]:
    records = list(records_of(programme))
    written = [key_of(passage) for record in records for passage in record.passages.all()]
    return written + [key_of(drawn.passage) for record in records for drawn in record.drawn.all()]
