from django.http import Http404


def notifications(request):
    raise Http404


def read(request):
    raise Http404
