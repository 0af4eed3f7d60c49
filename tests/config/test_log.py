import logging

from config.log import WithoutContent


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
