from django.http import Http404


def notes(request, family_id):
    raise Http404


note = plan = write_up = significant = add = withdraw = bring_in = notes
