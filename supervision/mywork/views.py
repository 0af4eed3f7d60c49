from django.http import Http404


def my_work(request):
    raise Http404
