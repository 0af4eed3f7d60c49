from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render

from casework.access import open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.closures import pages
from casework.closures.checks import is_last_open
from casework.closures.forms import AgreeForm
from casework.closures.states import ClosureState
from casework.words import say_date
from workbook.books.services import open_workbook_of
from workbook.closures import services


def agree(request, family_id, closure_id):
    family = open_family(request, family_id)
    pages.agreeing_only(family)
    closure = pages.closure_of(family, closure_id)
    if request.method == "GET" and closure.state != ClosureState.ASKED:
        return pages.moved_on(request, family, closure)
    child = closure.involvement.child
    form = opened(request, AgreeForm, key_of("closure-agree", closure), initial={"version": closure.version})
    if carried_out(request, form, partial(services.agree, closure), row=closure):
        messages.success(request, f"The case for {child} is closed.")
        return redirect("closure", family.pk, closure.pk)
    context = pages.form_page(family, closure, form, heading=f"Agree: closing the case for {child}")
    context |= {"consequences": list(_consequences(closure)), "submit_label": f"Agree and close the case for {child}"}
    return render(request, "casework/closures/agree.html", context, status=form.status)


def _consequences(closure):
    involvement = closure.involvement
    closing_on = say_date(closure.closing_on) if closure.closing_on else "the day that is given"
    yield f"The case for {involvement.child} closes on {closing_on}. The record does not change any more."
    yield "The letters can still be completed. A new referral can be recorded at any time."
    if is_last_open(involvement):
        yield "No other child is open: the case closes for the whole family, which its team can go on reading."
    elif open_workbook_of(closure.family):
        yield f"The Workbook goes on without {involvement.child}; the periods before stay in the file."
