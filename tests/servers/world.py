"""A folder in which the program runs with a home of its own, and what the letters in it must say."""

import csv
import email
import email.policy
import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

USER, PASSWORD, TOKEN = "branch@union.test", "correct horse: battery", "ya29.a0AfH6SMBx-token"
COPIES = "copies@harbour.test"

# Each office by what the servers do with its letters.
OFFICES = {
    "aq-court": "court@court.test",
    "aq-council": "council@council.test",
    "aq-unknown": "unknown@court.test",  # nobody of that name: refused at RCPT
    "aq-grey": "registry@grey.test",  # put off at the first RCPT
    "aq-content": "filter@content.test",  # refused after DATA
}

CAMPAIGN = f"""
title = "Antarctica: the harbour strike"
status = "open"
act_by = 2099-12-31
persons = [{{ name = "Ada Marsh" }}]
recipients = {json.dumps(list(OFFICES))}
copy_to = ["{COPIES}"]
sources = ["https://harbour.example/appeal"]
"""

# Lines of a dot alone and with dots in front, another script, a line longer than a header may be.
LETTER = """+++
subject = "Release Ada Marsh — Свободу Аде Марш"
salutation = "Dear Madam or Sir,"
closing = "Yours faithfully,"
demands = ["Release Ada Marsh at once.", "..Let her colleagues speak."]
+++
{{I/We}}, {{signatory}}, {{[am writing/are writing]}} about *Ada Marsh*, who is held for a strike.

.

.. From the quay we saw how she was led away, and so did everybody who was at work there on that morning: forty people.

{{#if own_words}}
{{own_words}}
{{/if}}

{{#each demands}}
- {{this}}
{{/each}}
"""

# A letter with these is longer than `small` listeners take.
LONG_WORDS = "We load no ship of theirs until she is free. " * 80


@dataclass
class Run:
    code: int
    letters: list[dict]
    err: str

    def outcomes(self) -> Counter:
        """Of this run alone."""
        return Counter(letter["outcome"] for letter in self.letters if letter["outcome"] != "sent already")


@dataclass(frozen=True)
class Letter:
    """What must be the same in the letter that was meant and the mail that a server took."""

    to: tuple[str, ...]
    copies: tuple[str, ...]
    subject: str
    text: str


@dataclass
class Mail:
    """A mail as a server stored it for one of its recipients."""

    recipient: str
    message_id: str
    # The fields that servers add for each acceptance.
    trace: tuple[str, ...]
    letter: Letter

    @staticmethod
    def read(recipient: str, stored: bytes) -> "Mail":
        message = email.message_from_bytes(stored, policy=email.policy.default)

        def addresses(field: str) -> tuple[str, ...]:
            return tuple(a.addr_spec for a in message[field].addresses) if message[field] else ()

        text = message.get_body(preferencelist=("plain",)).get_content().replace("\r\n", "\n").rstrip("\n")
        letter = Letter(addresses("To"), addresses("Cc"), str(message["Subject"]), text)
        trace = tuple(message.get_all("Received", ()))
        return Mail(recipient, str(message["Message-ID"]).strip(), trace, letter)


class World:
    def __init__(self, folder: Path, program: Path, authority: Path, rows: int, long_rows: tuple[int, ...] = ()):
        self.folder, self.program, self.authority, self.rows = folder, program, authority, rows
        offices = "".join(
            f'[[office]]\nid = "{name}"\nkind = "court"\ncountry = "AQ"\nnames.en = "The {name}"\n'
            f'[[office.channel]]\ntype = "email"\nvalue = "{address}"\nsource = "https://court.example/"\n'
            f"checked = {date.today()}\n\n"
            for name, address in OFFICES.items()
        )
        for path, text in {
            "home/.config/outcry/recipients.toml": offices,
            "home/.config/outcry/letters/harbour/campaign.toml": CAMPAIGN,
            "home/.config/outcry/letters/harbour/en.md": LETTER,
        }.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        (folder / "work").mkdir()
        with open(folder / "work/list.csv", "w", newline="") as file:
            rows_of = csv.writer(file)
            rows_of.writerow(["Name", "Email", "Country", "Own words", "Consent"])
            for n in range(1, rows + 1):
                words = LONG_WORDS if n in long_rows else "От имени всех, кто был там." if n % 3 == 0 else ""
                rows_of.writerow([f"Žofia Ö'Neill {n}", f"p{n}@family.test", "NZ", words, "yes"])

    def begin(self, *words: str) -> subprocess.Popen:
        home = self.folder / "home"
        environment = {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "PATH": os.defpath,
            "NO_COLOR": "1",
            "TZ": "UTC",
            "SSL_CERT_FILE": str(self.authority),
        }
        return subprocess.Popen(
            [str(self.program), *words],
            cwd=self.folder / "work",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self, process: subprocess.Popen) -> Run:
        try:
            out, err = process.communicate(timeout=90)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            err += "\n(ended after 90 s)"
        return Run(process.returncode, [json.loads(line) for line in out.splitlines()], err)

    def run(self, *words: str) -> Run:
        return self.ended(self.begin(*words))

    def command(self, line: list[str], offices: list[str], *more: str) -> list[str]:
        to = [word for office in offices for word in ("--to", office)]
        return ["send", "harbour", "--signatories", "list.csv", *to, "--yes", "--json", *line, *more]

    def account(self, port: int, tls: str, secret: str) -> None:
        config = self.folder / "home/.config/outcry/config.toml"
        server = f'host = "127.0.0.1"\nport = {port}\ntls = "{tls}"\nuser = "{USER}"\n{secret}\n'
        config.write_text(f'[account.branch]\n{server}from = "{USER}"\n')
        config.chmod(0o600)

    def meant(self, offices: list[str]) -> Counter[Letter]:
        """The letters that the same list makes, by `write -f json`."""
        to = [word for office in offices for word in ("--to", office)]
        run = self.run("write", "harbour", "--signatories", "list.csv", *to, "-f", "json")
        assert run.code == 0, run.err
        return Counter(
            Letter(tuple(each["to"]), tuple(each["copy_to"]), each["subject"], each["text"].rstrip("\n"))
            for each in run.letters
        )

    def states(self) -> dict[str, str]:
        """What the outbox says of each letter, by Message-ID."""
        run = self.run("outbox", "export", "--json", "--with-ids")
        assert run.code == 0, run.err
        return {entry["message_id"]: entry["state"] for entry in run.letters}
