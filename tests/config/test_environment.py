import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    broker_address,
    client_address,
    database,
    flag,
    listed,
    port_number,
    redis_address,
    web_address,
)


@pytest.mark.parametrize(
    ("given", "broker", "cache"),
    [
        ("redis://host:6379/2", "redis://host:6379/2", "redis://host:6379/2"),
        ("unix:///run/valkey?db=3", "redis+socket:///run/valkey?virtual_host=3", "unix:///run/valkey?db=3"),
        (
            "redis+socket:///run/valkey?virtual_host=3",
            "redis+socket:///run/valkey?virtual_host=3",
            "unix:///run/valkey?db=3",
        ),
        ("unix:///run/valkey", "redis+socket:///run/valkey?virtual_host=0", "unix:///run/valkey?db=0"),
    ],
)
def test_one_address_serves_the_broker_and_the_cache(given, broker, cache):
    assert (broker_address(given), client_address(given)) == (broker, cache)


def test_a_flag_is_1_or_0_and_a_misspelling_is_refused(monkeypatch):
    monkeypatch.setenv("SWITCH", "0")
    assert flag("SWITCH", default=True) is False
    monkeypatch.setenv("SWITCH", "")
    assert flag("SWITCH", default=True) is True
    monkeypatch.setenv("SWITCH", "ture")
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be 1 or 0"):
        flag("SWITCH", default=False)


def test_space_around_a_value_does_not_matter(monkeypatch):
    monkeypatch.setenv("SWITCH", " 1 ")
    monkeypatch.setenv("EMAIL_PORT", " 587 ")
    assert (flag("SWITCH", default=False), port_number("EMAIL_PORT", 25)) == (True, 587)


def test_a_port_number_is_read_and_an_empty_one_is_not_set(monkeypatch):
    monkeypatch.setenv("EMAIL_PORT", "")
    assert port_number("EMAIL_PORT", 25) == 25


@pytest.mark.parametrize("value", ["abc", "80.5", "0", "-1", "65536"])
def test_what_is_no_port_number_is_refused_in_a_sentence(monkeypatch, value):
    monkeypatch.setenv("EMAIL_PORT", value)
    sentence = f"EMAIL_PORT must be a port, which is a number from 1 to 65535, not '{value}'."
    with pytest.raises(ImproperlyConfigured, match=f"^{re.escape(sentence)}$"):
        port_number("EMAIL_PORT", 25)


def test_a_database_address_becomes_settings_and_an_empty_one_is_not_set(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")
    assert database("DATABASE_URL", "postgres:///workbook")["NAME"] == "workbook"
    monkeypatch.setenv("DATABASE_URL", "postgres://%2Frun%2Fsockets/other")
    read = database("DATABASE_URL", "postgres:///workbook", conn_max_age=5)
    assert (read["HOST"], read["NAME"], read["CONN_MAX_AGE"]) == ("/run/sockets", "other", 5)


@pytest.mark.parametrize("value", ["secret", "postgres://user:secret@host:port/name", "mysql://user:secret@host/name"])
def test_what_is_no_postgresql_address_is_refused_without_its_password(monkeypatch, value):
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be the address of a PostgreSQL") as refused:
        database("DATABASE_URL", "postgres:///workbook")
    assert "secret" not in str(refused.value)


def test_manage_says_a_bad_value_in_one_line():
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "check"],
        env={**os.environ, "SECURE_COOKIES": "ture"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (1, "SECURE_COOKIES must be 1 or 0, not 'ture'.\n")


def test_a_list_is_cut_at_commas(monkeypatch):
    monkeypatch.setenv("HOSTS", " one, two ,,")
    assert listed("HOSTS") == ["one", "two"]


@pytest.mark.parametrize(
    "value",
    [
        "secret",
        "http://:secret@host",
        "redis://",
        "redis://:secret@",
        # A slash that is not written as %2F ends the address of the host.
        "redis://:sec/ret@host",
        "redis://:secret@host:port",
        "redis://:secret@[::1",
        "unix://",
    ],
)
def test_what_is_no_address_of_a_broker_is_refused_without_its_password(monkeypatch, value):
    monkeypatch.setenv("REDIS_URL", value)
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL must be the address of a Valkey or Redis") as refused:
        redis_address("REDIS_URL", "redis://localhost:6379/0")
    assert "sec" not in str(refused.value)


def test_addresses_are_read_and_an_empty_one_is_not_set(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "rediss://:secret@host:6380/2")
    assert redis_address("REDIS_URL", "") == "rediss://:secret@host:6380/2"
    monkeypatch.setenv("BASE_URL", "https://workbook.example.gov.uk/")
    assert web_address("BASE_URL", "") == "https://workbook.example.gov.uk"
    monkeypatch.setenv("BASE_URL", "")
    assert web_address("BASE_URL", "http://localhost:8000") == "http://localhost:8000"


@pytest.mark.parametrize(
    "value", ["localhost:8000", "workbook.example.gov.uk", "ftp://host", "https://host/?a=1", "https://h:abc"]
)
def test_what_is_no_address_of_a_page_is_refused_in_a_sentence(monkeypatch, value):
    monkeypatch.setenv("BASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="BASE_URL must be an address such as https"):
        web_address("BASE_URL", "http://localhost:8000")
