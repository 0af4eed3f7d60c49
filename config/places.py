"""Whether the places that the environment names can be used: asked where something starts, and said in a sentence."""

import tempfile
from pathlib import Path

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

PATIENCE = 5  # seconds for a database to answer


def trouble_with_database(wrapper: BaseDatabaseWrapper) -> str:
    """Why the database of DATABASE_URL cannot be reached; empty where it can. Holds no password.

    Past the pool, which would wait, and give no reason.
    """
    options = {**wrapper.get_connection_params(), "connect_timeout": PATIENCE}
    try:
        psycopg.connect(**{name: value for name, value in options.items() if name != "pool"}).close()
    except psycopg.Error as reason:
        return f"The database of DATABASE_URL does not answer: {' '.join(str(reason).split())}"
    return ""


def trouble_with_folder(folder: Path) -> str:
    """Why the folder of DATA_DIR cannot be written to; empty where it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as reason:
        return f"DATA_DIR is {folder}, which cannot be written to ({reason.strerror})."
    return ""
