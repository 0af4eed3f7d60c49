"""docker-compose.yml says what the settings read: no variable forgotten, none misspelt."""

import ast
import re
import shlex
import tomllib

import pytest
import yaml
from django.conf import settings
from django.urls import reverse

from config.celery import app
from config.local import run
from config.local.cluster import SAYS_NOTHING_OF_A_CASE

ROOT = settings.BASE_DIR
READERS = {"text", "flag", "port_number", "listed", "database", "redis_address", "web_address"}
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
    version = recipe.splitlines()[0].removeprefix("FROM python:").partition("-slim")[0]
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert version.startswith(wanted.removeprefix(">=") + ".")


def test_every_image_is_pinned_to_a_version(compose):
    images = {service["image"] for service in compose["services"].values() if "build" not in service}
    base = compose["services"]["web"]["build"]["dockerfile_inline"].splitlines()[0].removeprefix("FROM ")
    for image in {*images, base}:
        assert re.fullmatch(r"[\w/]+:\d+\.\d+(\.\d+)?(-[\w-]+)?", image), image


def test_nothing_is_published_beyond_this_machine(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000"]


def test_every_service_says_whether_it_is_well(compose):
    """The step that migrates ends."""
    asked = {name for name, service in compose["services"].items() if service.get("healthcheck", {}).get("test")}
    assert asked == set(compose["services"]) - {"migrate"}


def test_web_is_asked_an_address_that_it_has(compose):
    test = compose["services"]["web"]["healthcheck"]["test"]
    assert f"8000{reverse('healthz')}" in test


def test_each_consumer_is_asked_by_the_name_that_it_has(compose):
    for name in ("worker", "packs", "mail"):
        service = compose["services"][name]
        (hostname,) = [
            part.removeprefix("--hostname=") for part in shlex.split(service["command"]) if "hostname" in part
        ]
        assert f"--destination={hostname.replace('%h', '$$(hostname)')}" in service["healthcheck"]["test"]


def test_no_service_has_more_rights_than_its_account(compose):
    for name, service in compose["services"].items():
        assert service["cap_drop"] == ["ALL"] and "cap_add" not in service, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service.get("user") or "\nUSER workbook" in service["build"]["dockerfile_inline"], name
        assert "privileged" not in service, name


def test_no_service_writes_outside_its_volume_but_to_memory(compose):
    """Compose refuses a read-only file system for what takes a file over from this one, as PostgreSQL does."""
    for name, service in compose["services"].items():
        assert service["tmpfs"] == ["/tmp"], name
        assert service.get("read_only", False) == ("configs" not in service), name


def test_each_part_has_a_password_of_its_own(compose):
    assert re.search(
        r"redis://:\$\{VALKEY_PASSWORD:\?\}@valkey", compose["services"]["web"]["environment"]["REDIS_URL"]
    )
    assert "requirepass $$VALKEY_PASSWORD" in compose["services"]["valkey"]["command"][-1]
    passwords = [
        value
        for service in compose["services"].values()
        for name, value in service["environment"].items()
        if "PASSWORD" in name and name != "EMAIL_HOST_PASSWORD"
    ]
    assert len(passwords) == len(set(passwords))


def test_what_ends_is_started_again_and_is_given_time_to_end(compose):
    for name, service in compose["services"].items():
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
    assert "--respawn-failed-workers" in shlex.split(compose["services"]["web"]["command"])
    given = {name for name, service in compose["services"].items() if "stop_grace_period" in service}
    assert given == set(compose["services"]) - {"migrate", "beat"}


def test_the_logs_are_rotated_and_the_database_s_says_nothing_of_a_case(compose):
    for name, service in compose["services"].items():
        assert service["logging"]["options"]["max-file"], name
    settings_given = {part.removeprefix("--") for part in compose["services"]["postgres"]["command"]}
    assert set(SAYS_NOTHING_OF_A_CASE) <= settings_given


@pytest.mark.parametrize("name", ["web", "worker", "packs", "mail", "beat"])
def test_each_process_is_started_as_make_run_starts_it(compose, name):
    """But for where it listens and writes, and for what saves a second at the start."""
    here = {"--host", "--port", "--schedule", "--without-gossip", "--without-mingle"}
    commands = (shlex.split(compose["services"][name]["command"]), run._commands("8000")[name])
    one, other = ({part for part in command if part.partition("=")[0] not in here} for command in commands)
    assert one == other
