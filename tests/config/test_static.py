"""The static files of production: hashed, also where one part of the script asks for another."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.mark.slow
def test_parts_of_the_script_ask_for_each_other_by_hashed_names(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.static.StaticStorage"}}
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    asked = set()
    for script in Path(tmp_path, "js").glob("*.????????????.js"):
        asked |= {script.parent / name for name in re.findall(r'^import .* from "(.+)";$', script.read_text(), re.M)}
    assert len(asked) >= 6
    for path in asked:
        assert re.search(r"\.[0-9a-f]{12}\.js$", path.name), path
        assert path.exists()
