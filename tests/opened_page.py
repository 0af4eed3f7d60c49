"""A client that sends a page's key with whatever a test posts, as a page that was just opened does."""

from uuid import uuid4

from django.test import Client


class OpenedPageClient(Client):
    def post(self, path, data=None, content_type=None, **extra):
        if content_type is None and (data is None or isinstance(data, dict)):
            data = {"form_key": str(uuid4()), **(data or {})}
        details = {} if content_type is None else {"content_type": content_type}
        return super().post(path, data, **details, **extra)
