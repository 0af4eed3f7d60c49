"""A small mail server of our own, which is slow, refuses, or cuts, as a test wants it."""

from contextlib import contextmanager
from email import message_from_string
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from time import sleep


class MailServer(ThreadingTCPServer):
    """`refuses` are codes by recipient; `cuts` counts mails that are taken and not answered; `pause` is in seconds."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken, self.refuses, self.cuts, self.pause, self.connections = [], {}, 0, 0, 0
        self.most_by_connection, self.greets = 1000, True

    @property
    def port(self):
        return self.server_address[1]

    def ids(self):
        return [message["Message-ID"] for _, message in self.taken]

    def recipients(self):
        return [recipient for recipient, _ in self.taken]


class Conversation(StreamRequestHandler):
    def handle(self):
        self.server.connections += 1
        self.mails = 0
        self.say("220 ready")
        for line in self.rfile:
            if not self.answer(line.decode().strip()):
                return

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def answer(self, line):
        verb = line[:4].upper()
        if verb == "MAIL" and self.mails >= self.server.most_by_connection:
            self.say("421 no more by this connection")
            return False
        if verb in ("EHLO", "HELO") and not self.server.greets:
            self.say("502 not to you")
        elif verb == "RCPT":
            self.to = line.partition("<")[2].partition(">")[0]
            code = self.server.refuses.get(self.to)
            self.say(f"{code} not {self.to}" if code else "250 ok")
        elif verb == "DATA":
            self.say("354 go on")
            return self.take()
        else:
            self.say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def take(self):
        text = "".join(line.decode() for line in iter(self.rfile.readline, b".\r\n"))
        self.server.taken.append((self.to, message_from_string(text)))
        self.mails += 1
        sleep(self.server.pause)
        if self.server.cuts:
            self.server.cuts -= 1
            return False
        self.say("250 taken")
        return True


@contextmanager
def serving():
    with MailServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
