"""The conversation with the mail server: one connection for many mails, and what became of each."""

import logging
import smtplib
from enum import Enum
from typing import NamedTuple

from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)

PERMANENT = range(500, 600)
# The code with which a server says that it closes the connection.
CLOSING = 421


class Outcome(Enum):
    """`NO_SERVER`: nothing of the mail was sent. `UNCLEAR`: the server may have taken it."""

    TAKEN = "taken"
    REFUSED = "refused for good"
    NOT_NOW = "not now"
    UNCLEAR = "unclear"
    NO_SERVER = "no server"


class Answer(NamedTuple):
    """`because` is empty for a mail that was taken."""

    outcome: Outcome
    because: str = ""


class Delivery:
    """Use as a context. The connection is opened with the first mail, and again after a cut."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.open = False

    def __enter__(self) -> "Delivery":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.open = False
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException) as error:
            logger.info("The mail server did not take leave: %s.", type(error).__name__)

    def _cut(self) -> None:
        """Without taking leave: a server that does not answer would be waited for once more."""
        self.open = False
        server = getattr(self.connection, "connection", None)
        if server is not None:
            server.close()
            self.connection.connection = None  # type: ignore[attr-defined]  # of the backend that speaks SMTP

    def send(self, message: EmailMessage) -> Answer:
        again = self.open
        if not self._is_open():
            return Answer(Outcome.NO_SERVER, "the mail server does not answer")
        try:
            taken = self.connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, reply),) = refused.recipients.values()
            return self._refused(code, reply)
        except smtplib.SMTPDataError as refused:
            return self._refused(refused.smtp_code, refused.smtp_error)
        except smtplib.SMTPSenderRefused as refused:
            # Of the sender and not of this mail; or the server takes no more of them by one connection.
            self._cut()
            said = _said(refused.smtp_code, refused.smtp_error)
            return self.send(message) if again else Answer(Outcome.NOT_NOW, said)
        except smtplib.SMTPHeloError as refused:
            # Before anything of the mail was said.
            self._cut()
            return Answer(Outcome.NO_SERVER, _said(refused.smtp_code, refused.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self._cut()
            return Answer(Outcome.UNCLEAR, f"the connection was cut ({type(error).__name__})")
        return Answer(Outcome.TAKEN) if taken else Answer(Outcome.REFUSED, "it has no recipient")

    def _is_open(self) -> bool:
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("The mail server does not answer: %s.", type(error).__name__)
            self._cut()
            return False
        self.open = True
        return True

    def _refused(self, code: int, reply: bytes | str) -> Answer:
        if code == CLOSING:
            self._cut()
        return Answer(Outcome.REFUSED if code in PERMANENT else Outcome.NOT_NOW, _said(code, reply))


def _said(code: int, reply: bytes | str) -> str:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return f"{code} {text}"[:200]
