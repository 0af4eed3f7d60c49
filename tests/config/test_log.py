import logging

import pytest
from django.db import IntegrityError, transaction

from casework.trail.acting import acting
from config.log import OnceAMinute, WithoutContent


def said_about(error: Exception, message: str) -> str:
    try:
        raise error
    except Exception as raised:
        record = logging.LogRecord("app", logging.ERROR, __file__, 1, message, (raised,), None)
        record.exc_info = (type(raised), raised, raised.__traceback__)
    return WithoutContent("{levelname} {name} {message}", style="{").format(record)


def test_an_error_says_its_type_and_place_but_not_its_message():
    said = said_about(ValueError("Key (name)=(Jane Ash) already exists"), "Task failed: %s")
    assert "Jane" not in said
    assert said.startswith("ERROR app Task failed: ValueError")
    assert "test_log.py" in said
    assert said.endswith("ValueError")


def test_nor_where_the_message_shows_it_as_python_would():
    assert "Jane" not in said_about(KeyError("Jane Ash"), "Task raised unexpected: %r")


def test_a_cause_is_not_told_either():
    error = ValueError("Jane Ash")
    error.__cause__ = KeyError("Jane Ash")
    assert "Jane" not in said_about(error, "Failed: %s")


def test_a_line_without_an_error_is_as_it_was():
    record = logging.LogRecord("app", logging.INFO, __file__, 1, "Started %s", ("beat",), None)
    assert WithoutContent("{message}", style="{").format(record) == "Started beat"


def record_of(message, *args, error=None):
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("app", logging.ERROR, __file__, 1, message, args, exc_info)


def test_an_error_among_the_arguments_is_named_only_also_without_a_traceback():
    line = WithoutContent("{message}", style="{").format(record_of("Not sent: %s, %r", ValueError("Jane Ash"), "5"))
    assert line == "Not sent: ValueError, '5'"


def test_an_error_that_celery_tells_as_text_is_named_only():
    """It may be of a wrapping type by then, with its text as Python escapes it."""
    told = {"name": "send", "exc": "Wrapped('ValueError', ('Jane\\nAsh',))", "traceback": "… Jane Ash"}
    record = record_of("Task %(name)s raised: %(exc)s\n%(traceback)s", told, error=ValueError("Jane\nAsh"))
    said = WithoutContent("{message}", style="{").format(record)
    assert "Jane" not in said
    assert said.startswith("Task send raised: ValueError\nValueError")


def test_what_another_handler_wrote_of_an_error_is_not_taken_over():
    error = ValueError("Jane Ash")
    record = record_of("Failed", error=error)
    assert "Jane" in logging.Formatter("{message}", style="{").format(record)
    assert "Jane" not in WithoutContent("{message}", style="{").format(record)


@pytest.mark.django_db
def test_the_row_that_a_unique_constraint_refused_is_not_logged(cast):
    """PostgreSQL's detail repeats the row: as the error of the driver, of Django, and of the task that met it."""
    user = cast.sue
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), acting(user):
        type(user)(email=user.email, name="Another").save()
    assert user.email in str(refused.value)
    for error in (refused.value, refused.value.__cause__):
        for args in ((error,), (str(error),), ({"exc": repr(error)},)):
            message = "Failed: %(exc)s" if isinstance(args[0], dict) else "Failed: %s"
            said = WithoutContent("{levelname} {message}", style="{").format(record_of(message, *args, error=error))
            assert user.email not in said
            assert "IntegrityError" in said or "UniqueViolation" in said


def test_what_is_said_each_second_is_passed_once_a_minute():
    once, passed = OnceAMinute(), []
    for second in range(125):
        for message in ("error connecting: %s", "gave up"):
            record = record_of(message, second)
            record.created = 1000.0 + second
            passed += [(message, second)] if once.filter(record) else []
    assert passed == [(message, second) for second in (0, 60, 120) for message in ("error connecting: %s", "gave up")]
