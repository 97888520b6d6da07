"""The place that everything runs in: a folder, namespaces, packages that are unpacked and not installed."""

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

# Set for the process that runs inside the namespaces: what could not be fetched, as JSON.
INSIDE = "OUTCRY_SERVERS_INSIDE"
UNSHARE = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]


class Unavailable(Exception):
    """What a server needs is not there. The text says what."""


def namespaces_possible() -> bool:
    try:
        return os.geteuid() == 0 and subprocess.run([*UNSHARE, "true"], capture_output=True).returncode == 0
    except OSError:
        return False


def enter_namespaces(missing: dict[str, str]) -> None:
    """Begins this script again in namespaces of its own.

    No network but loopback: no server can send anything elsewhere, whatever its configuration says. Own
    processes: the kernel ends them all with this one. Own mounts: packages are laid over the system
    for the processes in here alone.
    """
    os.environ[INSIDE] = json.dumps(missing)
    os.execvp("unshare", [*UNSHARE, sys.executable, *sys.argv])


def inside() -> dict[str, str] | None:
    """What could not be fetched, if this runs in the namespaces; then loopback is up."""
    missing = os.environ.pop(INSIDE, None)
    if missing is None:
        return None
    request = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP | IFF_RUNNING
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, request)  # SIOCSIFFLAGS
    return json.loads(missing)


class Packages:
    """What is fetched, in a folder that is kept: fetched once, outside the namespaces, where there is a network."""

    def __init__(self, folder: Path):
        self.folder = folder

    def fetch_python(self, package: str) -> None:
        environment = self.folder / "python"
        if not (environment / "done").exists():
            run([sys.executable, "-m", "venv", "--clear", environment])
            run([environment / "bin/pip", "install", "--quiet", "--disable-pip-version-check", package])
            (environment / "done").touch()

    def python(self) -> Path:
        """The interpreter of the virtual environment that has the package."""
        return self.folder / "python/bin/python"

    def fetch_node(self, package: str) -> None:
        if not shutil.which("node") or not shutil.which("npm"):
            raise Unavailable("node and npm are not here")
        if not (self.node() / "done").exists():
            self.node().mkdir(parents=True, exist_ok=True)
            quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=30000"]
            run(["npm", "install", *quiet, "--prefix", self.node(), package])
            (self.node() / "done").touch()

    def node(self) -> Path:
        """The folder that holds `node_modules`."""
        return self.folder / "node"

    def fetch_debian(self, package: str) -> None:
        """A Debian package, and what it needs and this machine lacks."""
        if not namespaces_possible():
            raise Unavailable("it needs root and namespaces")
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            raise Unavailable("apt-get is not here")
        folder = self.folder / package
        if not (folder / "done").exists():
            folder.mkdir(parents=True, exist_ok=True)
            try:
                self.download(package, folder)
            except Unavailable:  # no list of packages yet, or an old one
                run(["apt-get", "update"])
                self.download(package, folder)
            (folder / "done").touch()

    def download(self, package: str, folder: Path) -> None:
        plan = run(["apt-get", "install", "--simulate", "--reinstall", "--no-install-recommends", package])
        names = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
        run(["apt-get", "download", "-o", "APT::Sandbox::User=root", *names], cwd=folder)

    def unpack_debian(self, package: str, target: Path) -> None:
        """Unpacked and not installed: mail servers conflict with each other, and nothing is to stay behind."""
        for file in sorted((self.folder / package).glob("*.deb")):
            subprocess.run(["dpkg-deb", "--extract", file, target], check=True)


def run(command: list, cwd: Path | None = None) -> str:
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{words[0]}: {error}") from error
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Unavailable(f"{Path(words[0]).name} {words[1]}: {' '.join(last)}")
    return done.stdout


def lay_over(unpacked: Path, layers: Path) -> None:
    """Lays unpacked packages over this system, in this mount namespace only."""
    mount = ctypes.CDLL(None, use_errno=True).mount

    def mounted(source: str, target: str, kind: str, options: str) -> None:
        if mount(source.encode(), target.encode(), kind.encode(), 0, options.encode()) != 0:
            raise Unavailable(f"mounting {target}: {os.strerror(ctypes.get_errno())}")

    # A file system of its own, since a layer may not lie within the folder it is laid over.
    layers.mkdir()
    mounted("tmpfs", str(layers), "tmpfs", "mode=755")
    # /lib is /usr/lib, but not in every package.
    if (unpacked / "lib").is_dir():
        shutil.copytree(unpacked / "lib", unpacked / "usr/lib", symlinks=True, dirs_exist_ok=True)
    for name in ("etc", "usr", "var"):
        (unpacked / name).mkdir(parents=True, exist_ok=True)
        for layer in ("upper", "work"):
            (layers / name / layer).mkdir(parents=True)
        layer = f"upperdir={layers / name / 'upper'},workdir={layers / name / 'work'}"
        mounted("overlay", f"/{name}", "overlay", f"lowerdir={unpacked / name}:/{name},{layer}")


def detach(layers: Path) -> None:
    """Takes the layers' file system out of its folder, which can be removed then."""
    if layers.is_mount():
        ctypes.CDLL(None).umount2(str(layers).encode(), 2)  # MNT_DETACH


def add_users(names: dict[str, int]) -> None:
    """Users and groups of these names and numbers, in the system as it is seen in here."""
    with open("/etc/passwd", "a") as users, open("/etc/group", "a") as groups:
        for name, number in names.items():
            users.write(f"{name}:x:{number}:{number}::/nonexistent:/usr/sbin/nologin\n")
            groups.write(f"{name}:x:{number}:\n")


def running(programs: tuple[str, ...]) -> list[int]:
    """The processes in this namespace whose program's path begins with one of these."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                if os.readlink(f"/proc/{entry.name}/exe").startswith(programs):
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def kill(programs: tuple[str, ...]) -> None:
    """Ends the processes of these programs by SIGKILL, as if all died at once.

    They are stopped before: one that sees the end of another first would take half a mail for a whole one.
    """
    stopped: set[int] = set()
    while more := set(running(programs)) - stopped:
        for process in more:
            send(process, signal.SIGSTOP)
        stopped |= more
    for process in stopped:
        send(process, signal.SIGKILL)


def send(process: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, what)


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait_for(condition, seconds: float, what: str):
    """The first true value of this, asked again and again."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.02)
    return value


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def make_certificates(folder: Path) -> tuple[Path, Path, Path]:
    """A private authority, and a certificate of it for 127.0.0.1: authority, certificate, key."""
    folder.mkdir()

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    authority = ["-subj", "/CN=A private authority", "-addext", "keyUsage=critical,keyCertSign"]
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", *authority)
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=mail")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    sign = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"]
    openssl("x509", "-req", "-in", "request.pem", "-out", "certificate.pem", *sign)
    # Servers that gave up root read it too; outside, the folder above is closed to others.
    (folder / "key.pem").chmod(0o644)
    return folder / "ca.pem", folder / "certificate.pem", folder / "key.pem"
