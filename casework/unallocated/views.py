from django.http import Http404


def unallocated(request):
    raise Http404


def report(request):
    raise Http404


def say_why(request, family_id):
    raise Http404
