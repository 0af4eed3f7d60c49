from django.http import Http404


def workbook(request, **ids):
    raise Http404


def decide(request, **ids):
    raise Http404


def episode(request, **ids):
    raise Http404
