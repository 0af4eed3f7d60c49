"""docker-compose.yml says what the settings read: no variable forgotten, none misspelt."""

import ast
import shlex
import tomllib

import pytest
import yaml
from django.conf import settings

from config.celery import app

ROOT = settings.BASE_DIR
READERS = {"text", "flag", "port_number", "listed", "database"}
APPLICATION = ["web", "worker", "packs", "mail", "beat", "migrate"]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def variables_of_the_settings():
    calls = [
        node for node in ast.walk(ast.parse((ROOT / "config/settings.py").read_text())) if isinstance(node, ast.Call)
    ]
    return {call.args[0].value for call in calls if getattr(call.func, "id", "") in READERS}


@pytest.mark.parametrize("name", APPLICATION)
def test_each_process_is_given_the_variables_that_the_settings_read(compose, name):
    assert set(compose["services"][name]["environment"]) == variables_of_the_settings()


def test_only_the_step_that_migrates_connects_as_the_owner(compose):
    roles = {name: compose["services"][name]["environment"]["DATABASE_URL"] for name in APPLICATION}
    owners = [name for name, url in roles.items() if url.startswith("postgres://workbook_owner:")]
    assert owners == ["migrate"]
    assert all(url.startswith("postgres://workbook_app:") for name, url in roles.items() if name not in owners)


def test_the_application_is_granted_its_rights_after_each_migration(compose):
    shell, option, script = shlex.split(compose["services"]["migrate"]["command"])
    assert (shell, option) == ("sh", "-c")
    assert script.split(" && ") == ["python manage.py migrate", "python manage.py grant"]


def test_no_secret_is_written_in_the_file_or_has_a_default(compose):
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if ("PASSWORD" in name and name != "EMAIL_HOST_PASSWORD") or name == "SECRET_KEY":
                assert value.startswith("${") and value.endswith(":?}")


def test_every_queue_has_a_worker(compose):
    commands = [shlex.split(compose["services"][name]["command"]) for name in ("worker", "packs", "mail")]
    served = {part.removeprefix("--queues=") for command in commands for part in command if "--queues=" in part}
    routed = {route["queue"] for route in app.conf.task_routes.values()}
    assert served == routed | {app.conf.task_default_queue}


def test_the_image_is_a_python_that_the_project_can_run(compose):
    recipe = compose["services"]["web"]["build"]["dockerfile_inline"]
    version = recipe.splitlines()[0].removeprefix("FROM python:").removesuffix("-slim")
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert wanted == f">={version}"


def test_nothing_is_published_beyond_this_machine(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000"]
