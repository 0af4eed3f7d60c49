"""The checklist of the authority in force (C4)."""

import pytest

from casework.refusal import Refusal
from tests.checklist import all_met, none_met
from tests.practising import SHIPPED
from workbook.workbooks import checks


@pytest.mark.rule("C4", "A1.8")
def test_answers_are_kept_in_words_with_their_question_and_whether_it_is_met():
    checked = checks.check_eligibility({"trio": ["domestic_abuse", "mental_health"], "adult_worker": False})
    assert not checked.eligible
    assert checked.answers == [
        {
            "key": "trio", "question": "Which vulnerabilities are there in the family?",
            "answer": "Mental health, Domestic abuse", "met": True,
        },
        {
            "key": "adult_worker", "question": "Is at least one adult worker of the team needed?", "answer": "No",
            "met": False,
        },
    ]  # fmt: skip


@pytest.mark.rule("C4", "A1.8")
@pytest.mark.parametrize(
    ("trio", "adult_worker", "eligible"),
    [(["mental_health"], True, True), ([], True, False), (["mental_health"], False, False), ([], False, False)],
)
def test_checklist_calls_for_a_workbook_by_a_vulnerability_and_the_need_of_an_adult_worker_together(
    trio, adult_worker, eligible
):
    assert checks.check_eligibility({"trio": trio, "adult_worker": adult_worker}).eligible is eligible


@pytest.mark.rule("C4")
@pytest.mark.parametrize("name", SHIPPED)
def test_practice_files_can_all_be_answered_either_way(practise, name):
    practise(name)
    assert checks.check_eligibility(all_met()).eligible
    assert not checks.check_eligibility(none_met()).eligible


@pytest.mark.rule("C4", "A1.9")
@pytest.mark.parametrize("footing", ["child_protection", "child_in_need", "pre_proceedings", "care_proceedings"])
def test_interim_process_takes_every_new_or_transferred_case(practise, footing):
    practise("caredirector")
    assert checks.check_eligibility({"new_or_transferred": True, "footing": [footing]}).eligible


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"adult_worker": True}, "answer-trio", "Answer the question"),
        ({"trio": ["debts"], "adult_worker": True}, "answer-trio", "Choose among those offered"),
        ({"trio": "mental_health", "adult_worker": True}, "answer-trio", "Choose among those offered"),
        ({"trio": True, "adult_worker": True}, "answer-trio", "Choose among those offered"),
        ({"trio": [], "adult_worker": "yes"}, "answer-adult_worker", "Answer yes or no"),
    ],
)
def test_checklist_refuses_what_does_not_answer_it_at_its_question(answers, field, sentence):
    with pytest.raises(Refusal, match=sentence) as refused:
        checks.check_eligibility(answers)
    assert refused.value.field == field
