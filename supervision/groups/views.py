from django.http import Http404


def _soon(request, **kwargs):
    raise Http404


supervisions = family_supervisions = close = reopen = move = ask = supervision = _soon
logistics = record = actions = sign_off = _soon
