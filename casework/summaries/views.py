from django.http import Http404


def read(request, family_id, child_id):
    raise Http404


write = complete = read
