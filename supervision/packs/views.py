from django.http import Http404


def _soon(request, **kwargs):
    raise Http404


download = again = _soon
