"""A filter for OpenSMTPD (smtpd-filters(7), protocol 0.6): an unknown mailbox, greylisting, unwanted letters."""

import sys
from pathlib import Path

unknown, grey, content, greyed = sys.argv[1:]


def say(line: str) -> None:
    print(line, flush=True)


def verdict(phase: str, value: str, session: str, unwanted: set) -> str:
    if phase == "rcpt-to" and unknown in value:
        return "reject|550 5.1.1 No such user here"
    if phase == "rcpt-to" and grey in value and not Path(greyed).exists():
        Path(greyed).touch()
        return "reject|451 4.7.1 Greylisted, please try again later"
    if phase == "rcpt-to" and content in value:
        unwanted.add(session)
    if phase == "mail-from":
        unwanted.discard(session)
    if phase == "commit" and session in unwanted:
        return "reject|554 5.6.0 This letter is not wanted"
    return "proceed"


def main() -> None:
    unwanted: set = set()
    for line in sys.stdin:
        words = line.rstrip("\n").split("|")
        if words[:2] == ["config", "ready"]:
            for phase in ("mail-from", "rcpt-to", "commit"):
                say(f"register|filter|smtp-in|{phase}")
            say("register|ready")
        elif words[0] == "filter":
            phase, session, token = words[4:7]
            say(f"filter-result|{session}|{token}|{verdict(phase, '|'.join(words[7:]), session, unwanted)}")


main()
