"""Celery: it ticks; the database decides. Every task may run twice without harm."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

MINUTE = 60.0

# Subjects whose `tasks.py` the worker has to know.
SUBJECTS_WITH_TASKS = [
    "casework.calls",
    "casework.duedates",
    "casework.families.headlines",
    "casework.frozen",
    "casework.mail",
    "casework.mentions",
    "casework.protections",
    "casework.risk_dates",
    "casework.unsaved",
    "casework.users",
    "chronology.packs",
    "config.health",
    "supervision.headlines",
    "workbook.allocations",
    "workbook.coming_of_age",
    "workbook.programmes.assessments",
    "workbook.programmes",
]

# It looks at the database before a worker or beat starts.
app = Celery("config", include=["config.start"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    # A task is done when it has ended, not when it was fetched; a killed worker's task comes back.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # Longer than the longest task, or the same one would run several times over.
    # A broker that takes connections and says nothing is given up after seconds, not never.
    broker_transport_options={
        "visibility_timeout": 900,
        "unacked_restore_throttle": 1,
        "max_retries": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
    },
    broker_connection_retry_on_startup=True,
    # Our own logging, which leaves out what people wrote.
    worker_hijack_root_logger=False,
    enable_utc=True,
    timezone="UTC",
    # Queues of their own: rendering takes memory, in one recycled worker; a mail server that is slow holds up nobody.
    task_routes={
        "casework.mail.tasks.*": {"queue": "mail"},
        "chronology.packs.tasks.*": {"queue": "packs"},
        "casework.frozen.tasks.sweep": {"queue": "packs"},
    },
    beat_schedule={
        "remind": {
            "task": "casework.duedates.tasks.remind",
            "schedule": 5 * MINUTE,
            "options": {"expires": 5 * MINUTE},
        },
        "remind-of-calls": {
            "task": "casework.calls.tasks.remind",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        # Within a minute, so that nothing of it happens in the request of whoever recorded.
        "look-for-mentions": {
            "task": "casework.mentions.tasks.look",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        "tell-of-risk-dates": {
            "task": "casework.risk_dates.tasks.tell",
            "schedule": 5 * MINUTE,
            "options": {"expires": 5 * MINUTE},
        },
        "carry-out-changes": {
            "task": "workbook.allocations.tasks.carry_out",
            "schedule": 5 * MINUTE,
            "options": {"expires": 5 * MINUTE},
        },
        "settle-programmes": {
            "task": "workbook.programmes.tasks.reconcile",
            "schedule": 60 * MINUTE,
            "options": {"expires": 60 * MINUTE},
        },
        "ask-at-18": {
            "task": "workbook.coming_of_age.tasks.ask",
            "schedule": 60 * MINUTE,
            "options": {"expires": 60 * MINUTE},
        },
        "send-mail": {
            "task": "casework.mail.tasks.send_mail",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        "sweep-finished-records": {
            "task": "casework.frozen.tasks.sweep",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        "settle-assessments": {
            "task": "workbook.programmes.assessments.tasks.reconcile",
            "schedule": 15 * MINUTE,
            "options": {"expires": 15 * MINUTE},
        },
        "sweep-unsaved": {
            "task": "casework.unsaved.tasks.sweep",
            "schedule": 60 * MINUTE,
            "options": {"expires": 60 * MINUTE},
        },
        "carry-over-headlines": {
            "task": "casework.families.headlines.tasks.carry_over",
            "schedule": 15 * MINUTE,
            "options": {"expires": 15 * MINUTE},
        },
        "check-headlines": {
            "task": "supervision.headlines.tasks.check",
            "schedule": 24 * 60 * MINUTE,
            "options": {"expires": 24 * 60 * MINUTE},
        },
        "notice-readers": {
            "task": "casework.protections.tasks.notice_readers",
            "schedule": 60 * MINUTE,
            "options": {"expires": 60 * MINUTE},
        },
        "tick": {
            "task": "config.health.tasks.tick",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
        "sweep-sessions": {
            "task": "casework.users.tasks.sweep_sessions",
            "schedule": 60 * MINUTE,
            "options": {"expires": 60 * MINUTE},
        },
        "sweep-packs": {
            "task": "chronology.packs.tasks.sweep",
            "schedule": MINUTE,
            "options": {"expires": MINUTE},
        },
    },
)
app.autodiscover_tasks(SUBJECTS_WITH_TASKS)
