"""Five mail servers, each with its own configuration, and the same ways to answer on the same kinds of port.

All of them store a mail once for each recipient, below `store/<domain>/<local part>/`, and send nothing on.
"""

import base64
import contextlib
import json
import os
import re
import shutil
import socketserver
import stat
import subprocess
import threading
from pathlib import Path

from place import Packages, add_users, answers, free_ports, kill, running, wait_for
from world import COPIES, OFFICES, PASSWORD, TOKEN, USER

# What a port is for. All take plain connections without a login, if nothing else is said here.
PORTS = (
    "plain",
    "starttls",  # STARTTLS, then AUTH PLAIN
    "implicit",  # TLS at once, then AUTH LOGIN
    "token",  # STARTTLS, then AUTH XOAUTH2
    "small",  # takes MOST octets, and EHLO says so
    "silent",  # takes MOST octets, and EHLO does not say so
    "bare",  # HELO only
    "closed",  # relays for nobody who has not logged in
    "kept",  # rejects the third letter at the end of its data, and keeps its transaction
)
LOGINS = {"starttls": "PLAIN", "implicit": "LOGIN", "token": "XOAUTH2"}
MOST = 3000
# That a server which limits them takes over one connection.
MOST_LETTERS = 40
UNKNOWN, GREY, CONTENT = OFFICES["aq-unknown"], OFFICES["aq-grey"], OFFICES["aq-content"]
ADDRESSES = [*OFFICES.values(), COPIES]

# Seconds between storing a mail and saying so, of the two that are libraries: many die in between.
PAUSE = 0.02

HERE = Path(__file__).parent


def box(address: str) -> Path:
    """Where mails to this address lie in a store."""
    local, domain = address.split("@")
    return Path(domain, local)


class Server:
    name: str
    # Its Debian package, if it comes as one, and where the programs in it lie.
    debian: str | None = None
    programs: tuple[str, ...] = ()
    # Ports that it does not have.
    without: tuple[str, ...] = ("kept",)
    # Checks that it cannot take part in, with the reason.
    cannot: dict[str, str] = {
        "refused at the end of data, transaction kept": "a restriction of Postfix",
        "few letters a connection": "it has no such limit",
    }
    process: subprocess.Popen | None = None

    def __init__(self, folder: Path, packages: Packages, certificates: tuple[Path, Path, Path]):
        self.folder, self.packages = folder / self.name, packages
        self.store = self.folder / "store"
        names = [name for name in PORTS if name not in self.without]
        self.ports = dict(zip(names, free_ports(len(names)), strict=True))
        self.authority, self.certificate, self.key = certificates

    @classmethod
    def fetch(cls, packages: Packages) -> None:
        """Fetches what it needs."""
        packages.fetch_debian(cls.debian)

    def configure(self) -> None:
        """Writes its configuration, once."""

    def start(self) -> None:
        self.begin()
        wait_for(lambda: all(map(answers, self.ports.values())), 20, f"{self.name} answering on every port")

    def begin(self) -> None: ...

    def kill(self) -> None:
        """Ends all its processes by SIGKILL."""
        kill(self.programs)
        if self.process:
            self.process.kill()
            self.process.wait()
        wait_for(lambda: not running(self.programs), 10, f"{self.name} ending")

    def waiting(self) -> int:
        """Mails that it took and has not stored yet."""
        return 0

    def stored(self) -> list[tuple[str, bytes]]:
        """Every mail in its store with the recipient it was stored for."""
        self.settle()
        found = []
        for path in self.store.glob("*/*/new/*"):
            domain, local = path.parts[-4:-2]
            found.append((f"{local}@{domain}", path.read_bytes()))
        return found

    def settle(self) -> None:
        wait_for(lambda: not self.waiting(), 180, f"{self.name} storing what it took")

    def forget(self) -> None:
        self.settle()
        for path in self.store.iterdir():
            shutil.rmtree(path)

    def log(self) -> str:
        return ""


class OwnProcess(Server):
    """A server that is a library: one process of ours that listens on every port."""

    def command(self) -> list: ...

    def configure(self) -> None:
        self.store.mkdir(parents=True)
        (self.folder / "settings.json").write_text(
            json.dumps(
                {
                    "ports": self.ports,
                    "logins": LOGINS,
                    "certificate": str(self.certificate),
                    "key": str(self.key),
                    "store": str(self.store),
                    "most": MOST,
                    "pause": PAUSE,
                    "user": USER,
                    "password": PASSWORD,
                    "token": TOKEN,
                    "unknown": UNKNOWN,
                    "grey": GREY,
                    "content": CONTENT,
                }
            )
        )

    def begin(self) -> None:
        with open(self.folder / "log", "a") as log:
            self.process = subprocess.Popen(
                [str(word) for word in [*self.command(), self.folder / "settings.json"]],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def log(self) -> str:
        return (self.folder / "log").read_text()


class Aiosmtpd(OwnProcess):
    name = "aiosmtpd"

    @classmethod
    def fetch(cls, packages: Packages) -> None:
        packages.fetch_python("aiosmtpd==1.4.6")

    def command(self) -> list:
        return [self.packages.python(), HERE / "with_aiosmtpd.py"]


class SmtpServer(OwnProcess):
    name = "smtp-server"

    @classmethod
    def fetch(cls, packages: Packages) -> None:
        packages.fetch_node("smtp-server@3.21.6")

    def command(self) -> list:
        # Modules are looked for beside the script.
        script = shutil.copy(HERE / "with_smtp_server.js", self.packages.node() / "with_smtp_server.cjs")
        return ["node", script]


class Postfix(Server):
    name = "postfix"
    debian = "postfix"
    programs = ("/usr/lib/postfix/",)
    without = ()
    cannot = {"few letters a connection": "it has no such limit"}
    QUEUES = ("maildrop", "incoming", "active", "deferred")

    def configure(self) -> None:
        add_users({"postfix": 651, "postdrop": 652})
        self.logins, self.policy = Logins(), Policy()
        self.store.mkdir(parents=True)
        shutil.chown(self.store, 651, 651)
        etc = Path("/etc/postfix")
        (etc / "everything").write_text("/./ OK\n")
        boxes = [f"{address} {box(address)}/\n" for address in ADDRESSES if address != UNKNOWN]
        (etc / "mailboxes").write_text("".join(boxes))
        (etc / "headers").write_text(f"/^To:.*{CONTENT}/ REJECT this letter is not wanted\n")
        (etc / "commands").write_text("/^EHLO.*$/ UNKNOWN\n")
        (etc / "main.cf").write_text(f"""
compatibility_level = 3.6
mail_owner = postfix
setgid_group = postdrop
maillog_file = /var/log/postfix.log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.postfix.test
mydestination =
disable_dns_lookups = yes
smtpd_peername_lookup = no
alias_maps =
alias_database =
virtual_mailbox_domains = regexp:/etc/postfix/everything
virtual_mailbox_maps = texthash:/etc/postfix/mailboxes
virtual_mailbox_base = {self.store}
virtual_uid_maps = static:651
virtual_gid_maps = static:651
header_checks = regexp:/etc/postfix/headers
default_transport = error:nothing leaves this machine
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{self.policy.port}
smtpd_tls_cert_file = {self.certificate}
smtpd_tls_key_file = {self.key}
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{self.logins.port}
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
""")
        relay = "smtpd_relay_restrictions=permit_sasl_authenticated"
        login = f"smtpd_sasl_auth_enable=yes smtpd_tls_auth_only=yes {relay},reject"
        encrypted = f"{login} smtpd_tls_security_level=encrypt"
        options = {
            "starttls": f"{encrypted} smtpd_sasl_mechanism_filter=plain",
            "implicit": f"{login} smtpd_tls_wrappermode=yes smtpd_sasl_mechanism_filter=login",
            "token": f"{encrypted} smtpd_sasl_mechanism_filter=xoauth2",
            "small": f"message_size_limit={MOST}",
            "silent": f"message_size_limit={MOST} smtpd_discard_ehlo_keywords=size",
            "bare": "smtpd_command_filter=regexp:/etc/postfix/commands",
            "closed": f"rewrite_service_name=stranger {relay},reject_unauth_destination",
            "kept": f"smtpd_end_of_data_restrictions=check_policy_service,inet:127.0.0.1:{self.policy.port}",
        }
        lines = [
            line
            for line in Path("/usr/share/postfix/master.cf.dist").read_text().splitlines()
            if not re.match(r"#|\s|smtp\s+inet", line)
        ]
        for name, port in self.ports.items():
            words = " ".join(f"-o {option}" for option in options.get(name, "").split())
            lines.append(f"127.0.0.1:{port} inet n - n - - smtpd {words}")
        # To the port that relays for nobody, no domain is this server's own.
        lines.append("stranger unix - - n - - trivial-rewrite -o virtual_mailbox_domains=")
        lines.append("postlog unix-dgram n - n - 1 postlogd")
        # No chroot: it would lack the files that the daemons look for.
        service = re.compile(r"^(\S+\s+(?:unix|inet)\s+\S+\s+\S+\s+)y(\s)")
        (etc / "master.cf").write_text("".join(service.sub(r"\1n\2", line) + "\n" for line in lines))

        Path("/var/lib/postfix").mkdir(exist_ok=True)
        shutil.chown("/var/lib/postfix", "postfix", "postfix")
        subprocess.run(["postfix", "check"], check=True, capture_output=True)

    def begin(self) -> None:
        # What `postfix start` begins in the end, after some seconds.
        self.process = subprocess.Popen(["/usr/lib/postfix/sbin/master", "-d"], stdin=subprocess.DEVNULL)

    def waiting(self) -> int:
        # A file that cleanup(8) had not finished when it died is none: nobody heard 250 of it. Its mode says so.
        files = (file for name in self.QUEUES for file in Path("/var/spool/postfix", name).rglob("*"))
        return sum(1 for file in files if file.is_file() and file.stat().st_mode & stat.S_IXUSR)

    def log(self) -> str:
        log = Path("/var/log/postfix.log")
        return log.read_text() if log.exists() else ""


class Exim(Server):
    name = "exim"
    cannot = {"refused at the end of data, transaction kept": "a restriction of Postfix"}
    debian = "exim4-daemon-light"
    programs = ("/usr/sbin/exim4",)

    def configure(self) -> None:
        # Debian's Exim was built to run as this user.
        add_users({"Debian-exim": 653})
        spool = Path("/var/spool/exim4")
        for folder in (self.store, spool, Path("/var/log/exim4")):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.chown(folder, 653, 653)
        at = {name: f"eq{{$received_port}}{{{port}}}" for name, port in self.ports.items()}
        logged_in = " ".join(f"{{{at[name]}}}" for name in LOGINS)
        token = rf"user={re.escape(USER)}\x01auth=Bearer {re.escape(TOKEN)}\x01\x01"
        boxes = [f"{address}: {self.store / box(address)}\n" for address in ADDRESSES]
        (self.folder / "boxes").write_text("".join(boxes))
        Path("/etc/exim4").mkdir(exist_ok=True)
        # Strings that came over the wire name no file and no command: each is looked up or fixed.
        Path("/etc/exim4/exim4.conf").write_text(f"""
primary_hostname = mail.exim.test
exim_user = Debian-exim
exim_group = Debian-exim
never_users =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {" : ".join(map(str, self.ports.values()))}
tls_on_connect_ports = {self.ports["implicit"]}
tls_certificate = {self.certificate}
tls_privatekey = {self.key}
tls_advertise_hosts = ${{if or {{{logged_in}}}{{*}}{{}}}}
auth_advertise_hosts = ${{if or {{{logged_in}}}{{${{if def:tls_in_cipher{{*}}{{}}}}}}{{}}}}
message_size_limit = ${{if {at["small"]}{{{MOST}}}{{50M}}}}
accept_8bitmime = false
smtp_accept_queue_per_connection = 0
smtp_accept_max = 50
smtp_accept_max_per_connection = {MOST_LETTERS}
rfc1413_query_timeout = 0s
host_lookup =
acl_smtp_helo = helo
acl_smtp_rcpt = rcpt
acl_smtp_data = data

begin acl
helo:
  deny condition = ${{if and{{{{{at["bare"]}}}{{match{{$smtp_command}}{{^(?i)EHLO}}}}}}}}
       message = 502 5.5.1 Command not implemented
  accept
rcpt:
  deny condition = ${{if or {{{logged_in}}}}}
       !authenticated = *
       message = 530 5.7.0 Authentication required
  deny condition = ${{if {at["closed"]}}}
       !authenticated = *
       message = relay not permitted
  deny recipients = {UNKNOWN}
       message = 550 5.1.1 Unknown user
  defer recipients = {GREY}
       condition = ${{run{{/bin/mkdir {spool}/greyed}}{{yes}}{{no}}}}
       message = 451 4.7.1 Greylisted, please try again later
  accept
data:
  deny condition = ${{if and{{{{{at["silent"]}}}{{>{{$message_size}}{{{MOST}}}}}}}}}
       message = 552 5.3.4 Message too big
  deny condition = ${{if match{{$h_To:}}{{{CONTENT}}}}}
       message = 554 5.6.0 This letter is not wanted
  accept

begin routers
all:
  driver = accept
  transport = store

begin transports
store:
  driver = appendfile
  maildir_format
  directory = ${{lookup{{$local_part@$domain}}lsearch{{{self.folder}/boxes}}}}
  create_directory
  user = Debian-exim

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_advertise_condition = ${{if {at["starttls"]}}}
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{USER}}}}}{{eq{{$auth3}}{{{PASSWORD}}}}}}}}}
login:
  driver = plaintext
  public_name = LOGIN
  server_advertise_condition = ${{if {at["implicit"]}}}
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{USER}}}}}{{eq{{$auth2}}{{{PASSWORD}}}}}}}}}
token:
  driver = plaintext
  public_name = XOAUTH2
  server_advertise_condition = ${{if {at["token"]}}}
  server_prompts = :
  server_condition = ${{if match{{$auth1}}{{\\N^{token}$\\N}}}}
""")

    def begin(self) -> None:
        with open(self.folder / "log", "a") as log:
            self.process = subprocess.Popen(
                [*self.programs, "-bdf", "-q5s"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def waiting(self) -> int:
        return len(list(Path("/var/spool/exim4/input").glob("*-H")))

    def log(self) -> str:
        parts = [self.folder / "log", Path("/var/log/exim4/mainlog"), Path("/var/log/exim4/paniclog")]
        return "".join(part.read_text() for part in parts if part.exists())


class OpenSmtpd(Server):
    name = "opensmtpd"
    debian = "opensmtpd"
    # A shell of its own starts what stores a mail.
    programs = ("/usr/sbin/smtpd", "/usr/libexec/opensmtpd/", os.path.realpath("/bin/sh"))
    without = (*LOGINS, "silent", "closed", "kept")
    # https://github.com/OpenSMTPD/OpenSMTPD/issues/1171: it marks the public key it shows to OpenSSL, so that
    # another of its processes signs. OpenSSL 3 hands out copies of keys, the mark is lost, and each handshake ends
    # with "missing private key". Mended in 7.3. A login needs TLS there.
    NO_TLS = "6.8 cannot do TLS with OpenSSL 3 (its issue 1171), nor logins without TLS"
    cannot = {
        **Exim.cannot,
        "STARTTLS, AUTH PLAIN": NO_TLS,
        "implicit TLS, AUTH LOGIN": NO_TLS,
        "STARTTLS, AUTH XOAUTH2": NO_TLS,
        "a wrong password": NO_TLS,
        "a wrong token": NO_TLS,
        "the wrong kind of port": NO_TLS,
        "an authority that is not trusted": NO_TLS,
        "too big, known after DATA": "it has one limit for all ports, and EHLO tells it",
        "no relaying without a login": 'its answer is that of an unknown mailbox, "550 Invalid recipient"',
    }

    def configure(self) -> None:
        add_users({"opensmtpd": 654, "opensmtpq": 655, "letters": 656})
        self.store.mkdir(parents=True)
        shutil.chown(self.store, 656, 656)
        Path("/var/spool/smtpd").mkdir(mode=0o711, exist_ok=True)
        Path("/var/lib/opensmtpd/empty").mkdir(parents=True, exist_ok=True)
        python = shutil.which("python3")
        judge = f"{python} {HERE / 'opensmtpd_filter.py'} {UNKNOWN} {GREY} {CONTENT} {self.folder / 'greyed'}"
        listen = {"bare": "filter { bare, judge }"}
        lines = [
            f"smtp max-message-size {MOST}",
            f"smtp limit max-mails {MOST_LETTERS}",
            f'proc judge "{judge}" user root',
            'filter judge proc "judge"',
            'filter bare phase ehlo match src { 127.0.0.1 } reject "502 5.5.1 Command not implemented"',
            *(
                f"listen on 127.0.0.1 port {port} no-dsn {listen.get(name, 'filter judge')}"
                for name, port in self.ports.items()
            ),
            f'action "store" maildir "{self.store}/%{{dest.domain}}/%{{dest.user}}" virtual {{ "@" = letters }}',
            'match from any for any action "store"',
        ]
        (self.folder / "smtpd.conf").write_text("\n".join(lines) + "\n")

    def begin(self) -> None:
        with open(self.folder / "log", "a") as log:
            self.process = subprocess.Popen(
                ["/usr/sbin/smtpd", "-d", "-v", "-f", self.folder / "smtpd.conf"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def waiting(self) -> int:
        # Envelopes alone: killed between the last envelope of a mail and its text, it leaves the text for good.
        return sum(file != "message" for _, _, files in os.walk("/var/spool/smtpd/queue") for file in files)

    def log(self) -> str:
        return (self.folder / "log").read_text()


class Lines(socketserver.ThreadingTCPServer):
    """A service for Postfix: it asks in lines, on loopback."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), None)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        with request, request.makefile("rwb", buffering=0) as stream:
            # Postfix's processes are killed in the middle of it.
            with contextlib.suppress(OSError):
                self.talk(stream, (line.decode("latin-1").rstrip("\n") for line in stream))


class Logins(Lines):
    """Dovecot's authentication protocol 1.1, as Postfix's `smtpd_sasl_type = dovecot` speaks it."""

    def talk(self, stream, lines) -> None:
        hello = "VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nMECH\tLOGIN\tplaintext\nMECH\tXOAUTH2\tplaintext\n"
        stream.write(f"{hello}SPID\t1\nCUID\t1\nCOOKIE\t{'0' * 32}\nDONE\n".encode())
        dialogues: dict[str, list[str]] = {}
        for line in lines:
            command, *words = line.split("\t")
            if command == "AUTH":
                initial = [word[5:] for word in words if word.startswith("resp=")]
                dialogues[words[0]] = [words[1].upper(), *initial]
            elif command == "CONT":
                dialogues[words[0]].append(words[1])
            else:
                continue
            mechanism, *replies = dialogues[words[0]]
            said = [base64.b64decode(reply).decode() for reply in replies]
            if len(said) < (2 if mechanism == "LOGIN" else 1):
                prompt = ["Username:", "Password:"][len(said)] if mechanism == "LOGIN" else ""
                stream.write(f"CONT\t{words[0]}\t{base64.b64encode(prompt.encode()).decode()}\n".encode())
                continue
            right = {
                "PLAIN": [f"\0{USER}\0{PASSWORD}"],
                "LOGIN": [USER, PASSWORD],
                "XOAUTH2": [f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01"],
            }[mechanism]
            verdict = f"OK\t{words[0]}\tuser={USER}" if said == right else f"FAIL\t{words[0]}\tuser={USER}"
            stream.write(f"{verdict}\n".encode())


class Policy(Lines):
    """Postfix's policy protocol: greylisting, and a verdict at the end of data."""

    def __init__(self):
        self.greyed: set[str] = set()
        self.ended = 0
        super().__init__()

    def talk(self, stream, lines) -> None:
        asked: dict[str, str] = {}
        for line in lines:
            if line:
                name, _, value = line.partition("=")
                asked[name] = value
                continue
            stream.write(f"action={self.action(asked)}\n\n".encode())
            asked = {}

    def action(self, asked: dict[str, str]) -> str:
        if asked["protocol_state"] == "END-OF-MESSAGE":
            self.ended += 1
            return "REJECT this letter is not wanted" if self.ended == 3 else "DUNNO"
        if asked["recipient"] == GREY and GREY not in self.greyed:
            self.greyed.add(GREY)
            return "DEFER Greylisted, see https://postgrey.example/"
        return "DUNNO"


SERVERS = (Postfix, Exim, OpenSmtpd, Aiosmtpd, SmtpServer)
