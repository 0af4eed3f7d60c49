import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import broker_address, cache_address, flag, listed


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
    assert (broker_address(given), cache_address(given)) == (broker, cache)


def test_a_flag_is_1_or_0_and_a_misspelling_is_refused(monkeypatch):
    monkeypatch.setenv("SWITCH", "0")
    assert flag("SWITCH", default=True) is False
    monkeypatch.setenv("SWITCH", "")
    assert flag("SWITCH", default=True) is True
    monkeypatch.setenv("SWITCH", "ture")
    with pytest.raises(ImproperlyConfigured, match="SWITCH must be 1 or 0"):
        flag("SWITCH", default=False)


def test_a_list_is_cut_at_commas(monkeypatch):
    monkeypatch.setenv("HOSTS", " one, two ,,")
    assert listed("HOSTS") == ["one", "two"]
