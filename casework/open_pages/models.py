"""Who has a page open in which text is written; so two people know of each other before they meet."""

from django.conf import settings
from django.db import models


class OpenPage(models.Model):
    """One for a person and an address. Nobody's record: it says nothing of what is written, and is deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_pages")
    path = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "user"], name="one_open_page_of_a_user_and_address")]
