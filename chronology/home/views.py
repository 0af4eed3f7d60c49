from django.http import Http404


def home(request, family_id):
    raise Http404
