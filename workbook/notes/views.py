from django.http import Http404


def kinds(request, family_id):
    raise Http404


record = took_place = did_not = bring_in = kinds
