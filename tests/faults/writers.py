"""People who write all the time, and send each page again until it is acknowledged, as the page's script does."""

import http.client
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from tests.saving.browser.conftest import YESTERDAY
from tests.saving.opened import Opened
from tests.saving.processes.conftest import Visitor

PAUSE = 0.2  # seconds before something is tried again, and between two writes
TROUBLE = (OSError, http.client.HTTPException)


@dataclass
class Write:
    """Seconds of the monotonic clock."""

    text: str
    begun: float
    acknowledged: float | None = None
    answers: list[str] = field(default_factory=list)


class Writer(threading.Thread):
    """Reads the page of a telephone call and writes one, again and again."""

    def __init__(self, visitor: Visitor, url: str) -> None:
        super().__init__(daemon=True)
        self.visitor, self.url = visitor, url
        page = Opened(visitor.client.get(url))
        self.narrative = next(c.name for c in page.visible() if c.kind == "textarea" and "text" in c.name)
        self.page = page.words() | {"took_place_at": [YESTERDAY]}
        self.writes: list[Write] = []
        self.unexpected: list[str] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            write = Write(f"{self.visitor.user.name} {len(self.writes)} {uuid4().hex}", time.monotonic())
            self.writes.append(write)
            self._until_answered(write, self.url, None, 200)
            key = [str(uuid4())]
            sent = {**self.page, self.narrative: [write.text], "form_key": key, "opened_page": key}
            self._until_answered(write, self.url, sent, 302)
            write.acknowledged = time.monotonic()
            time.sleep(PAUSE)

    def stop(self, patience: float) -> None:
        """Lets the write that is under way be acknowledged."""
        self.stopping.set()
        self.join(patience)
        assert not self.is_alive(), f"{self.visitor.user.name} waits in vain: {self.writes[-1].answers[-5:]}"

    def acknowledged_since(self, moment: float) -> float | None:
        """When the first write that was begun after `moment` was acknowledged."""
        return next((write.acknowledged for write in list(self.writes) if write.begun > moment), None)

    def _until_answered(self, write: Write, url: str, sent: Mapping[str, list[str]] | None, wanted: int) -> None:
        """As long as it takes. That a server is away or at its limit is expected; any other answer is not."""
        while True:
            try:
                status, text, _ = self.visitor.ask(url, sent)
            except TROUBLE as trouble:
                write.answers.append(type(trouble).__name__)
            else:
                write.answers.append(str(status))
                if status == wanted:
                    return
                if status not in (500, 502, 503):
                    self.unexpected.append(f"{status}: {' '.join(text.split())[-6000:]}")
                    return
            time.sleep(PAUSE)
