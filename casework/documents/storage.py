"""Where documents are kept on one machine: a private folder."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """A folder that no address leads to; looked up at each use, so that tests can keep theirs apart."""

    def __init__(self) -> None:
        super().__init__(base_url=None)

    @property
    def base_location(self) -> Path:
        return settings.DATA_DIR / "documents"

    @property
    def location(self) -> str:
        return str(self.base_location)
