from django.utils import timezone


class ViewingMiddleware:
    """Write who looked at which family after the view's own transaction and before the answer leaves.

    If that fails the answer is an error: nobody reads a record unseen.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        viewing = getattr(request, "viewing", None)
        if viewing is not None:
            viewing.at = timezone.now()
            viewing.status = response.status_code
            viewing.save()
        return response
