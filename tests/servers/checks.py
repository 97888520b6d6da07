"""What is tried on each server. A check raises AssertionError with what went wrong, or returns; some say more."""

import itertools
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from daemons import LOGINS, MOST_LETTERS, Server, box
from place import make_certificates
from world import COPIES, PASSWORD, TOKEN, USER, Mail, Run, World

ROWS = 3
KILLS = 8
CONNECTIONS = 4


@dataclass
class Bench:
    """One server, the program, and a count of the mails that were compared."""

    server: Server
    program: Path
    dice: random.Random
    compared: int = 0
    equal: int = 0
    worlds: itertools.count = field(default_factory=itertools.count)

    def world(self, rows: int = ROWS, long_rows: tuple[int, ...] = (), authority: Path | None = None) -> World:
        folder = self.server.folder / f"world-{next(self.worlds)}"
        return World(folder, self.program, authority or self.server.authority, rows, long_rows)

    def command(
        self, world: World, port: str, offices: list[str], *more: str, secret: str | None = None, tls: str | None = None
    ) -> list[str]:
        """The command that sends over this port, as it should be or with another secret or kind of TLS."""
        number = self.server.ports[port]
        if port not in LOGINS:
            line = ["--server", f"smtp://127.0.0.1:{number}", "--from", USER]
        else:
            kind, right = ("token", TOKEN) if LOGINS[port] == "XOAUTH2" else ("password", PASSWORD)
            value = secret or right
            tls = tls or ("implicit" if port == "implicit" else "starttls")
            world.account(number, tls, f"{kind}_command = \"printf '%s' '{value}'\"")
            line = ["--account", "branch"]
        return world.command(line, offices, *more)

    def stored(self, world: World, offices: list[str]) -> dict[str, Counter[str]]:
        """How often the server took each letter for each of its recipients, by Message-ID.

        Every mail is compared with the letter that was meant. Then the store is emptied.
        """
        meant = world.meant(offices)
        taken: dict[str, Counter[str]] = {}
        letters, acceptances, wrong = {}, set(), []
        for recipient, stored in self.server.stored():
            mail = Mail.read(recipient, stored)
            # A server that is killed while it stores a mail stores it again. Its trace tells that from a mail it
            # took twice; the two libraries write none, and store before they answer.
            acceptance = (recipient, mail.message_id, mail.trace)
            if mail.trace and acceptance in acceptances:
                continue
            acceptances.add(acceptance)
            taken.setdefault(mail.message_id, Counter())[recipient] += 1
            self.compared += 1
            if mail.letter not in meant or letters.setdefault(mail.message_id, mail.letter) != mail.letter:
                wrong.append(f"not a letter that was meant: {mail}")
            elif recipient not in mail.letter.to + mail.letter.copies:
                wrong.append(f"{recipient} has a letter to {mail.letter.to}")
            else:
                self.equal += 1
        if len(set(letters.values())) != len(letters):
            wrong.append("two mails bear one letter")
        self.server.forget()
        assert not wrong, "\n".join(wrong[:3])
        return taken

    def expect(self, world: World, run: Run, offices: list[str], code: int, **outcomes: int) -> None:
        """How the run ended, what it said of each letter, and that the server has just the letters called sent."""
        expected = {name.replace("_", " "): count for name, count in outcomes.items() if count}
        shown = f"exit {run.code}, {dict(run.outcomes())}\n{run.err}"
        assert run.code == code, f"exit {code} expected: {shown}"
        if expected:
            assert run.outcomes() == expected, f"{expected} expected: {shown}"
        sent = {letter["message_id"] for letter in run.letters if letter["outcome"] == "sent"}
        taken = self.stored(world, offices)
        assert taken.keys() == sent, f"the server has {len(taken)} letters: {shown}"
        for recipients in taken.values():
            assert set(recipients.values()) == {1} and len(recipients) == 2, f"{recipients}: {shown}"


BOTH = ["aq-court", "aq-council"]


def all_sent(bench: Bench, port: str) -> None:
    world = bench.world()
    run = world.run(*bench.command(world, port, BOTH))
    bench.expect(world, run, BOTH, 0, sent=2 * ROWS)


def wrong_secret(bench: Bench, port: str) -> None:
    world = bench.world()
    run = world.run(*bench.command(world, port, BOTH, secret="guessed"))
    bench.expect(world, run, BOTH, 78)
    assert "sent" not in run.outcomes() and "guessed" not in run.err, run


def wrong_kind_of_port(bench: Bench) -> None:
    for port, tls in (("starttls", "implicit"), ("implicit", "starttls")):
        world = bench.world()
        began = time.monotonic()
        run = world.run(*bench.command(world, port, BOTH, tls=tls))
        bench.expect(world, run, BOTH, 78)
        assert time.monotonic() - began < 20, f"{port} as {tls}: it took {time.monotonic() - began:.0f} s"


def limited(bench: Bench) -> None:
    """More letters than the server takes over one connection."""
    world = bench.world(rows=MOST_LETTERS)
    run = world.run(*bench.command(world, "plain", BOTH))
    bench.expect(world, run, BOTH, 0, sent=2 * MOST_LETTERS)


def unknown_authority(bench: Bench) -> None:
    other, _, _ = make_certificates(bench.server.folder / "another authority")
    for port in ("starttls", "implicit"):
        world = bench.world(authority=other)
        run = world.run(*bench.command(world, port, BOTH))
        bench.expect(world, run, BOTH, 78)


def too_big(bench: Bench, port: str) -> None:
    world = bench.world(long_rows=(2,))
    run = world.run(*bench.command(world, port, ["aq-court"]))
    bench.expect(world, run, ["aq-court"], 1, sent=ROWS - 1, refused=1)


def greylisted(bench: Bench) -> None:
    world, offices = bench.world(rows=1), ["aq-court", "aq-grey"]
    first = world.run(*bench.command(world, "plain", offices))
    bench.expect(world, first, offices, 75, sent=1, not_sent_yet=1)
    again = world.run(*bench.command(world, "plain", offices))
    bench.expect(world, again, offices, 0, sent=1)


def refused(bench: Bench, office: str) -> None:
    world, offices = bench.world(), ["aq-court", office]
    run = world.run(*bench.command(world, "plain", offices))
    bench.expect(world, run, offices, 1, sent=ROWS, refused=ROWS)


def relay_denied(bench: Bench) -> None:
    world = bench.world()
    run = world.run(*bench.command(world, "closed", BOTH))
    bench.expect(world, run, BOTH, 78)
    states = Counter(world.states().values())
    assert set(states) <= {"waiting"}, f"every letter is to wait: {states}\n{run.err}"
    # Mended, the same list goes out.
    run = world.run(*bench.command(world, "plain", BOTH))
    bench.expect(world, run, BOTH, 0, sent=2 * ROWS)


def transaction_kept(bench: Bench) -> None:
    world = bench.world(rows=5)
    run = world.run(*bench.command(world, "kept", BOTH))
    bench.expect(world, run, BOTH, 1, sent=9, refused=1)


def killed(bench: Bench) -> str:
    """The server dies by SIGKILL again and again; the same command goes on until nothing waits."""
    world, offices = bench.world(rows=150), BOTH
    command = bench.command(world, "plain", offices, "--connections", str(CONNECTIONS), "--pace", "6000/min")
    runs, told, kills = [], set(), 0
    while len(runs) < KILLS + 5:
        process = world.begin(*command)
        while kills < KILLS:
            time.sleep(bench.dice.uniform(0.1, 0.6))
            if process.poll() is not None:
                break
            bench.server.kill()
            kills += 1
            bench.server.start()
        runs.append(world.ended(process))
        told |= {letter["message_id"] for letter in runs[-1].letters if letter["outcome"] == "in doubt"}
        states = world.states()
        if "waiting" not in states.values():
            break
    bench.server.settle()
    proof = world.run("outbox", "reconcile", str(bench.server.store / box(COPIES)), "--json")
    settled = world.states()
    taken = bench.stored(world, offices)
    doubts = {message for message, state in states.items() if state == "in doubt"}
    history = ", ".join(f"exit {run.code} {dict(run.outcomes())}" for run in runs)
    counts = Counter(states.values())
    assert len(states) == 2 * world.rows and counts.keys() <= {"sent", "in doubt"}, f"{counts}: {history}"
    assert len(doubts) <= kills * CONNECTIONS, f"{len(doubts)} doubts: {history}"
    assert doubts <= told, f"{len(doubts - told)} doubts that no run told of: {history}"
    assert runs[-1].code == (75 if doubts else 0), history
    assert taken.keys() <= states.keys(), f"the server has a letter that the outbox does not know: {history}"
    for message, state in states.items():
        times = set(taken.get(message, {}).values())
        assert times == {1} or (state == "in doubt" and not times), f"{state}, but taken {times}: {history}"
        # The copy that a server of this kind stored is what `outbox reconcile` goes by.
        proved = "sent" if state == "sent" or COPIES in taken.get(message, {}) else "in doubt"
        assert settled[message] == proved, f"{settled[message]} by the copies, {proved} expected: {proof}"
    assert kills > KILLS / 2, f"the server died {kills} times only: {history}"
    doubt = f"{len(doubts)} in doubt, {len(proof.letters)} of them proved"
    return f"{kills} kills, {len(runs)} runs, {len(states)} letters, {doubt}"


CHECKS = {
    "a list, without encryption": lambda bench: all_sent(bench, "plain"),
    "STARTTLS, AUTH PLAIN": lambda bench: all_sent(bench, "starttls"),
    "implicit TLS, AUTH LOGIN": lambda bench: all_sent(bench, "implicit"),
    "STARTTLS, AUTH XOAUTH2": lambda bench: all_sent(bench, "token"),
    "a wrong password": lambda bench: wrong_secret(bench, "starttls"),
    "a wrong token": lambda bench: wrong_secret(bench, "token"),
    "the wrong kind of port": wrong_kind_of_port,
    "an authority that is not trusted": unknown_authority,
    "too big, known before DATA": lambda bench: too_big(bench, "small"),
    "too big, known after DATA": lambda bench: too_big(bench, "silent"),
    "greylisted": greylisted,
    "few letters a connection": limited,
    "an unknown mailbox": lambda bench: refused(bench, "aq-unknown"),
    "refused after DATA": lambda bench: refused(bench, "aq-content"),
    "no relaying without a login": relay_denied,
    "HELO only": lambda bench: all_sent(bench, "bare"),
    "refused at the end of data, transaction kept": transaction_kept,
    "killed and restarted in mid-run": killed,
}

# Faults of the program that these servers showed. Their checks run and are told apart, until somebody mends them.
OPEN: dict[str, str] = {}
