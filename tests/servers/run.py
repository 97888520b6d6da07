#!/usr/bin/env python3
"""Runs the program against five real mail servers on loopback.

    cargo build && python3 tests/servers/run.py

Servers are fetched (Debian packages, PyPI, npm), unpacked into a folder and configured there; nothing is
installed. Where one cannot be had, one line says why. Every mail that a server took is read back and compared
with the letter that `outcry write -f json` makes of the same row. Ends with 1 if a check failed.
"""

import argparse
import random
import shutil
import signal
import sys
import tempfile
import textwrap
import time
import traceback
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True

from checks import CHECKS, OPEN, Bench
from daemons import SERVERS, Server
from place import (
    Packages,
    Unavailable,
    detach,
    enter_namespaces,
    inside,
    lay_over,
    make_certificates,
    namespaces_possible,
)

MOST_SECONDS = 600
ROOT = Path(__file__).resolve().parents[2]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("servers", nargs="*", metavar="SERVER", help=", ".join(each.name for each in SERVERS))
    parser.add_argument("--program", type=Path, default=ROOT / "target/debug/outcry")
    parser.add_argument("--fetched", type=Path, default=ROOT / "target/servers", help="where packages are kept")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000), help="of the moments of kills")
    parser.add_argument("--check", default="", help="only the checks with this in their names")
    parser.add_argument("--keep", action="store_true", help="leave the folder where it is")
    return parser.parse_args()


def fetch(chosen: list[type[Server]], packages: Packages) -> dict[str, str]:
    """Fetches the servers; those that cannot be had, with the reason."""
    missing = {}
    for each in chosen:
        try:
            each.fetch(packages)
        except Unavailable as error:
            missing[each.name] = str(error)
    return missing


def checked(bench: Bench, wanted: str) -> Counter:
    """Checks one server, and counts how the checks ended."""
    server = bench.server
    ends: Counter = Counter()
    for name, check in CHECKS.items():
        if wanted not in name:
            continue
        if name in server.cannot:
            say("skipped", server, f"{name}: {server.cannot[name]}")
            continue
        began = time.monotonic()
        try:
            more, end, problem = check(bench), "ok", ""
        except AssertionError as error:
            more, end, problem = OPEN.get(name), "open" if name in OPEN else "FAILED", str(error)
        except Exception:
            more, end, problem = None, "FAILED", traceback.format_exc()
        say(end, server, f"{name} ({time.monotonic() - began:.1f} s{'; ' + more if more else ''})")
        if end == "FAILED":
            print(textwrap.indent(problem, " " * 9), flush=True)
        if end != "ok":
            server.forget()
        ends[end] += 1
    return ends


def say(verdict: str, server: Server, what: str) -> None:
    print(f"{verdict:8} {server.name:12} {what}", flush=True)


def main() -> int:
    asked = arguments()
    chosen = [each for each in SERVERS if not asked.servers or each.name in asked.servers]
    if not asked.program.exists():
        print(f"{asked.program} is not here: cargo build")
        return 2
    if not shutil.which("openssl"):
        print("skipped: openssl is not here")
        return 0
    packages = Packages(asked.fetched.resolve())
    missing = inside()
    if missing is None:
        missing = fetch(chosen, packages)
        sys.argv[1:] += ["--seed", str(asked.seed)]
        if namespaces_possible():
            enter_namespaces(missing)
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"FAILED: not done within {MOST_SECONDS} s"))
    signal.alarm(MOST_SECONDS)
    folder = Path(tempfile.mkdtemp(prefix="outcry-servers-"))
    # Servers run as users of their own and must get through.
    folder.chmod(0o711)
    try:
        return tried(chosen, missing, folder, packages, asked)
    finally:
        detach(folder / "layers")
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


def tried(chosen: list[type[Server]], missing: dict[str, str], folder: Path, packages: Packages, asked) -> int:
    try:
        for each in chosen:
            if each.debian and each.name not in missing:
                packages.unpack_debian(each.debian, folder / "unpacked")
        if (folder / "unpacked").exists():
            lay_over(folder / "unpacked", folder / "layers")
    except Unavailable as error:
        missing = missing | {each.name: str(error) for each in chosen if each.debian}
    certificates = make_certificates(folder / "certificates")
    here = compared = equal = 0
    ends: Counter = Counter()
    for each in chosen:
        if each.name in missing:
            print(f"skipped  {each.name:12} {missing[each.name]}", flush=True)
            continue
        began = time.monotonic()
        server = each(folder, packages, certificates)
        bench = Bench(server, asked.program.resolve(), random.Random(asked.seed))
        try:
            server.configure()
            server.start()
            here += 1
            ends += checked(bench, asked.check)
        except Exception:
            say("FAILED", server, "it did not start, or did not go on")
            print(textwrap.indent(traceback.format_exc() + server.log()[-3000:], " " * 9), flush=True)
            ends["FAILED"] += 1
        finally:
            server.kill()
            if asked.keep:
                (folder / f"{server.name}.log").write_text(server.log())
        compared, equal = compared + bench.compared, equal + bench.equal
        print(f"         {server.name:12} {time.monotonic() - began:.0f} s", flush=True)
    if ends["FAILED"]:
        print(f"seed {asked.seed}")
    known = f" · open {ends['open']}" if ends["open"] else ""
    print(
        f"servers: {here} of {len(chosen)} · checks {ends.total()} · failed {ends['FAILED']}{known} · "
        f"mails equal {equal} of {compared}"
    )
    return 1 if ends["FAILED"] or equal != compared else 0


if __name__ == "__main__":
    sys.exit(main())
