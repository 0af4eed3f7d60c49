from casework.trail.acting import on_page


class TrailMiddleware:
    """Each change made while a page is answered knows the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with on_page(request.path):
            return self.get_response(request)
