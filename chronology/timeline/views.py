from django.http import Http404


def chronology(request, family_id):
    raise Http404
