import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from config.budgets import WEB, keep_to_budget
from config.health.counting import count_together
from config.start import refuse_unguarded_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

count_together()
try:
    application = get_wsgi_application()
    keep_to_budget(WEB)
    refuse_unguarded_start()
except ImproperlyConfigured as reason:
    # One sentence in the log of the server, which ends.
    sys.exit(str(reason))
# Loads every page now: whoever comes first to a process that was just started would wait for it.
resolve("/")
