from django.http import Http404


def summary(request, family_id, summary_id):
    raise Http404


write = finalise = withdraw = summary
