"""Every form of the URL table keeps, restores, refuses with the text kept, and answers a repeated sending once."""

import pytest

from tests.saving.samples import SAMPLES
from tests.saving.walking import Act, forms

FORMS = forms()


@pytest.fixture
def act(to_save, cast, request):
    return Act(request.param, to_save, cast)


every_form = pytest.mark.parametrize("act", list(FORMS), indirect=True)


def test_every_form_has_a_sample():
    assert set(SAMPLES) == set(FORMS)


@every_form
def test_open(act):
    page = act.open()
    words = page.valid(act.given(act.sample.words))
    answer = act.send(words)
    if answer.status_code != 302:
        form = answer.context and answer.context.get("form")
        errors = form and form.errors, answer.context and [f.errors for f in (answer.context.get("formset") or [])]
        pytest.fail(f"{answer.status_code} {errors} {answer.content.decode()[-200:] if not form else ''} {words}")
