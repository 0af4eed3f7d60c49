from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render

from casework.access import open_family
from casework.acts.keys import key_of
from casework.acts.views import carried_out, opened
from casework.closures import presenters, views
from casework.closures.forms import AgreeForm
from casework.closures.states import ClosureState
from workbook.closures import services
from workbook.closures.presenters import consequences_of


def agree(request, family_id, closure_id):
    family = open_family(request, family_id)
    views.require_may_agree(family)
    closure = views.get_closure(family, closure_id)
    if request.method == "GET" and closure.state != ClosureState.ASKED:
        return views.step_not_possible(request, family, closure)
    child = closure.involvement.child
    form = opened(request, AgreeForm, key_of("closure-agree", closure), initial={"version": closure.version})
    if carried_out(request, form, partial(services.agree, closure), row=closure):
        messages.success(request, f"The case for {child} is closed.")
        return redirect("closure", family.pk, closure.pk)
    context = presenters.step_context(family, closure, form, heading=f"Agree: closing the case for {child}")
    context |= {"consequences": list(consequences_of(closure)), "submit_label": f"Agree and close the case for {child}"}
    return render(request, "casework/closures/agree.html", context, status=form.status)
