"""A server of the library aiosmtpd: one listener for each port of the settings."""

import asyncio
import base64
import itertools
import json
import os
import ssl
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

settings = json.loads(Path(sys.argv[1]).read_text())
numbers = itertools.count()
greyed = set()


def store(recipient: str, mail: bytes) -> None:
    """On the disk before the server says that it has it."""
    local, domain = recipient.split("@")
    folder = Path(settings["store"], domain, local, "new")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns()}.{os.getpid()}.{next(numbers)}"
    with open(folder.parent / name, "wb") as file:
        file.write(mail)
        file.flush()
        os.fsync(file.fileno())
    os.rename(folder.parent / name, folder / name)


class Handler:
    def __init__(self, name: str):
        self.name = name

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.name == "closed":
            return "554 5.7.1 Relay access denied"
        if address == settings["unknown"]:
            return "550 5.1.1 No such user here"
        if address == settings["grey"] and address not in greyed:
            greyed.add(address)
            return "450 4.2.0 Greylisted, please try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.name == "silent" and len(envelope.content) > settings["most"]:
            return "552 5.3.4 Message too big"
        if settings["content"] in envelope.rcpt_tos:
            return "554 5.6.0 This letter is not wanted"
        for recipient in envelope.rcpt_tos:
            store(recipient, envelope.content)
        await asyncio.sleep(settings["pause"])
        return "250 OK"


class Server(SMTP):
    bare = False

    async def smtp_EHLO(self, hostname):
        if self.bare:
            return await self.push("502 5.5.1 Command not implemented")
        return await super().smtp_EHLO(hostname)

    async def auth_XOAUTH2(self, server, arguments):
        response = await self.challenge_auth(b"") if len(arguments) < 2 else base64.b64decode(arguments[1])
        right = f"user={settings['user']}\x01auth=Bearer {settings['token']}\x01\x01".encode()
        return AuthResult(success=response == right, handled=False)


def right(server, session, envelope, mechanism, data):
    if isinstance(data, LoginPassword):
        success = (data.login, data.password) == (settings["user"].encode(), settings["password"].encode())
        return AuthResult(success=success, handled=False)
    return AuthResult(success=False, handled=False)


async def main() -> None:
    loop = asyncio.get_running_loop()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(settings["certificate"], settings["key"])
    for name, port in settings["ports"].items():
        login = settings["logins"].get(name)
        others = {"PLAIN", "LOGIN", "XOAUTH2"} - {login}

        def server(name=name, login=login, others=others):
            starttls = bool(login) and name != "implicit"
            made = Server(
                Handler(name),
                hostname="mail.aiosmtpd.test",
                loop=loop,
                data_size_limit=settings["most"] if name == "small" else None if name == "silent" else 33554432,
                tls_context=tls if starttls else None,
                require_starttls=starttls,
                auth_required=bool(login),
                auth_require_tls=starttls,
                auth_exclude_mechanism=others,
                authenticator=right,
            )
            made.bare = name == "bare"
            return made

        await loop.create_server(server, "127.0.0.1", port, ssl=tls if name == "implicit" else None)
    await asyncio.Event().wait()


asyncio.run(main())
