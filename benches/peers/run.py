"""The whole job "folder to weekly time in heart-rate zones" with other libraries and with recoup.

    python3 benches/peers/run.py [--turns 5] [--only NAME] [--fit FOLDER] [--gpx FOLDER]
        [--out results.md] [--work DIR] [--recoup PROGRAM] [--peer PROGRAM]

Installs and builds everything below target/peers, compares every peer's table with recoup's, and
times those that agree: CPU time of the whole process, with its children, and its peak memory. The
exit status is 1 if a peer's table differs. NAME is a part of a peer's name. Needs Python 3.11, and
for the peers pip, npm, g++ with pugixml, and Go.
"""

import argparse
import csv
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
MADE_FILES = {"fit": (1000, "archive"), "gpx": (200, "gpx")}
ZONES = ["below_s", "z1_s", "z2_s", "z3_s", "z4_s", "z5_s"]
# Allowed difference of a bucket, as a share of the week's time with a heart rate.
TOLERANCE = 0.01
# CPU time above which a program has only one turn, the turn in which its table is checked.
SLOW_CPU_S = 20.0
# A very slow peer reads one file in this number.
SLOW_PART = 10
MEMCPY = """
import sys, time
size, done, block = int(sys.argv[1]), 0, bytearray(b"x") * 32_000_000
to = bytearray(len(block))
began = time.process_time()
while done < size:
    to[:] = block
    done += len(block)
print((time.process_time() - began) * size / done)
"""
# One thread for all libraries that would use more.
THREADS = ["GOMAXPROCS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"]
ENVIRONMENT = {**os.environ, **dict.fromkeys(THREADS, "1")}


class NotRun(Exception):
    """The reason why a program cannot be run."""


@dataclass
class Peer:
    name: str
    format: str
    # Kit that installs the peer: rust, python, node, go, cpp, or none.
    kit: str
    # Program below HERE with the job, and for Rust the name of the reader.
    source: str
    reader: str = ""
    packages: tuple[str, ...] = ()
    is_very_slow: bool = False


PEERS = [
    Peer("rustyfit, stream (Rust)", "fit", "rust", "by_rustyfit.rs", "rustyfit-stream"),
    Peer("rustyfit, decode (Rust)", "fit", "rust", "by_rustyfit.rs", "rustyfit-decode"),
    Peer("fit-rust (Rust)", "fit", "rust", "by_fit_rust.rs", "fit-rust"),
    Peer("fit-sdk-rust (Rust)", "fit", "rust", "by_fit_sdk.rs", "fit-sdk-rust"),
    Peer("fitparser (Rust)", "fit", "rust", "by_fitparser.rs", "fitparser"),
    Peer("muktihari/fit (Go)", "fit", "go", "muktihari", packages=("github.com/muktihari/fit",)),
    Peer("tormoder/fit (Go)", "fit", "go", "tormoder", packages=("github.com/tormoder/fit",)),
    Peer("fit-file-parser (Node)", "fit", "node", "fit_file_parser.js"),
    Peer("fitfast + Polars (Python)", "fit", "python", "fit_fitfast_polars.py",
         packages=("fitfast", "numpy", "polars")),
    Peer("fitdecode + pandas (Python)", "fit", "python", "fit_fitdecode_pandas.py",
         packages=("fitdecode", "numpy", "pandas"), is_very_slow=True),
    Peer("fitdecode + DuckDB (Python)", "fit", "python", "fit_fitdecode_duckdb.py",
         packages=("fitdecode", "duckdb", "pandas"), is_very_slow=True),
    Peer("fitparse + pandas (Python)", "fit", "python", "fit_fitparse_pandas.py",
         packages=("fitparse", "numpy", "pandas"), is_very_slow=True),
    Peer("pugixml (C++)", "gpx", "cpp", "gpx_pugixml.cpp"),
    Peer("quick-xml (Rust)", "gpx", "rust", "by_quick_xml.rs", "quick-xml"),
    Peer("lxml + pandas (Python)", "gpx", "python", "gpx_lxml_pandas.py",
         packages=("lxml", "numpy", "pandas")),
    Peer("gpxpy (Python)", "gpx", "python", "gpx_gpxpy.py", packages=("gpxpy",)),
    Peer("gpx (Rust)", "gpx", "none", "the crate drops <extensions>, so it sees no heart rate"),
]  # fmt: skip


@dataclass
class Usage:
    cpu_s: float
    peak_kb: int


@dataclass
class Row:
    name: str
    command: list[str]
    lines: int | None = None
    is_very_slow: bool = False
    usages: list[Usage] = field(default_factory=list)
    cause: str = ""

    @property
    def cpu_s(self) -> float:
        return statistics.median(usage.cpu_s for usage in self.usages)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def call(command: list[str | Path], folder: Path = ROOT) -> str:
    """Runs a command of the set-up and returns its output."""
    say("  " + " ".join(map(str, command)))
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    except OSError as error:
        raise NotRun(f"{command[0]}: {error.strerror}") from error
    if done.returncode != 0:
        raise NotRun(f"{Path(command[0]).name}: {last_line(done.stderr or done.stdout)}")
    return done.stdout


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "rror" in line]
    line = (errors or lines or ["no message"])[-1]
    return line if len(line) <= 120 else f"{line[:80]} ... {line.rsplit(': ')[-1][-40:]}"


class Kits:
    """Installs the kits and packages of the peers, each once."""

    def __init__(self, work: Path, peer_program: Path | None) -> None:
        self.work = work
        self.peer_program = peer_program
        self.causes: dict[str, str | None] = {}
        self.versions: list[str] = []

    def command(self, peer: Peer) -> list[str]:
        """Returns the command of a peer, without FOLDER and OUT.csv."""
        if peer.kit == "none":
            raise NotRun(peer.source)
        self.once(peer.kit, getattr(self, peer.kit))
        for package in peer.packages:
            add = getattr(self, f"{peer.kit}_add")
            self.once(f"{peer.kit} {package}", partial(add, package))
        match peer.kit:
            case "rust":
                program = self.peer_program or TARGET / "release/examples/peer"
                return [str(program), peer.reader]
            case "python":
                return [str(self.work / "venv/bin/python"), str(HERE / "python" / peer.source)]
            case "node":
                return ["node", str(self.work / "node" / peer.source)]
            case "go":
                program = self.work / "go/bin" / peer.source
                self.once(f"build {program}", partial(self.go_build, peer.source))
                return [str(program)]
        program = self.work / Path(peer.source).stem
        source = HERE / "cpp" / peer.source
        call(["g++", "-std=c++20", "-O3", "-o", program, source, "-lpugixml"])
        return [str(program)]

    def once(self, name: str, do: Callable[[], None]) -> None:
        if name not in self.causes:
            try:
                do()
                self.causes[name] = None
            except NotRun as cause:
                self.causes[name] = str(cause)
        if cause := self.causes[name]:
            raise NotRun(cause)

    def rust(self) -> None:
        self.versions.append(call(["rustc", "--version"]).split(" (")[0])
        if self.peer_program is None:
            call(["cargo", "build", "--release", "-p", "benches", "--example", "peer"])
        lock = ROOT / "Cargo.lock"
        for name in ["rustyfit", "fit-rust", "fit-sdk-rust", "fitparser", "quick-xml"]:
            pattern = rf'name = "{name}"\nversion = "(.+)"'
            versions = re.findall(pattern, lock.read_text()) if lock.exists() else []
            self.versions += [f"{name} {version}" for version in versions[-1:]]

    def python(self) -> None:
        call([sys.executable, "-m", "venv", self.work / "venv"])
        self.versions.append(f"Python {platform.python_version()}")

    def python_add(self, name: str) -> None:
        lines = (HERE / "python/requirements.txt").read_text().split()
        pinned = next(line for line in lines if line.startswith(f"{name}=="))
        call([self.work / "venv/bin/python", "-m", "pip", "install", "--quiet", pinned])
        self.versions.append(pinned.replace("==", " "))

    def node(self) -> None:
        folder = self.work / "node"
        shutil.copytree(HERE / "node", folder, dirs_exist_ok=True)
        self.versions.append(f"Node {call(['node', '--version']).strip()}")
        call(["npm", "install", "--silent", "--no-audit", "--no-fund"], folder)
        for name in json.loads((folder / "package.json").read_text())["dependencies"]:
            package = json.loads((folder / "node_modules" / name / "package.json").read_text())
            self.versions.append(f"{name} {package['version']}")

    def go(self) -> None:
        folder = self.work / "go"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(HERE / "go", folder)
        self.versions.append(call(["go", "version"]).split()[2])
        call(["go", "mod", "init", "peers"], folder)

    def go_add(self, name: str) -> None:
        folder = self.work / "go"
        call(["go", "get", f"{name}@latest"], folder)
        self.versions.append(call(["go", "list", "-m", name], folder).strip())

    def go_build(self, name: str) -> None:
        call(["go", "build", "-o", f"bin/{name}", f"./{name}"], self.work / "go")

    def cpp(self) -> None:
        self.versions.append(call(["g++", "--version"]).splitlines()[0])
        self.versions.append(f"pugixml {call(['pkg-config', '--modversion', 'pugixml']).strip()}")


def made_folder(work: Path, kind: str) -> Path:
    folder = work / kind
    if not folder.exists():
        count, layout = MADE_FILES[kind]
        half = work / f"{kind}-half"
        shutil.rmtree(half, ignore_errors=True)
        example = ["cargo", "run", "--release", "-p", "benches", "--example", "made_folder", "--"]
        call([*example, half, str(count), layout])
        half.rename(folder)
    return folder


def part_of(paths: list[Path], folder: Path) -> Path:
    """Fills a folder with one file in SLOW_PART, and returns the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, path in enumerate(paths[::SLOW_PART]):
        shutil.copy(path, folder / f"{number:05}{path.suffix}")
    return folder


def lines_of(peer: Peer) -> int | None:
    """Counts the lines of the job, without blank lines and comments."""
    match peer.kit:
        case "none":
            return None
        case "rust":
            names = [f"rust/{name}" for name in ("main.rs", "weeks.rs", peer.source)]
        case "go":
            names = ["go/weeks/weeks.go", f"go/{peer.source}/main.go"]
        case kit:
            names = [f"{kit}/{peer.source}"]
    lines = [line.strip() for name in names for line in (HERE / name).read_text().splitlines()]
    return sum(not line.startswith(("//", "/**", "#!", "# ", '"""')) for line in lines if line)


def run(command: list[str], log: Path) -> Usage:
    """Runs a program to its end."""
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=errors, env=ENVIRONMENT
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        message = last_line(log.read_text(errors="replace"))
        raise NotRun(f"exit status {process.returncode}: {message}")
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def memcpy(size: int) -> Usage:
    """Measures the time to copy `size` bytes within memory."""
    done = subprocess.run(
        [sys.executable, "-c", MEMCPY, str(size)], check=True, capture_output=True, text=True
    )
    return Usage(float(done.stdout), 0)


def zones_of(rows: list[dict[str, str]]) -> dict[str, list[float]]:
    """Returns the time in each zone by week."""
    weeks: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(ZONES))
    for row in rows:
        own = [float(row[zone] or 0) for zone in ZONES]
        weeks[row["week"]] = [total + more for total, more in zip(weeks[row["week"]], own)]
    return weeks


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def recoup_zones(folder: Path) -> dict[str, list[float]]:
    """Returns recoup's zones by week in UTC, as the peers do. recoup's own weeks are local."""
    rows = rows_of(folder / "runs.csv")
    for row in rows:
        row["week"] = f"{datetime.fromisoformat(row['start_utc'].rstrip('Z')):%G-W%V}"
    return zones_of(rows)


def difference_of(out: Path, ours: dict[str, list[float]]) -> str:
    """Returns the first bucket that differs by more than the tolerance, or an empty text."""
    try:
        theirs = zones_of(rows_of(out))
    except (OSError, KeyError, ValueError) as error:
        return f"no table ({error!r})"
    none = [0.0] * len(ZONES)
    for week in sorted(theirs.keys() | ours.keys()):
        their_s, our_s = theirs.get(week, none), ours.get(week, none)
        for zone, their, our in zip(ZONES, their_s, our_s):
            if abs(their - our) > TOLERANCE * sum(our_s):
                return f"{week} {zone}: {their:.0f}, recoup {our:.0f}"
    return ""


class Table:
    """All programs of a format."""

    def __init__(self, kind: str, folder: Path, work: Path, recoup: Path) -> None:
        self.kind = kind
        self.work = work
        self.paths = sorted(folder.rglob(f"*.{kind}"))
        if not self.paths:
            raise SystemExit(f"no {kind} files in {folder}")
        self.bytes = sum(path.stat().st_size for path in self.paths)
        self.folder = folder
        self.part = part_of(self.paths, work / f"{kind}-part")
        self.recoup, self.recoup_part = (
            Row("recoup", self.recoup_command(recoup, own), 1) for own in (folder, self.part)
        )
        self.cat = Row(
            "floor: `cat` to /dev/null",
            ["find", str(folder), "-name", f"*.{kind}", "-exec", "cat", "{}", "+"],
        )
        self.memcpy = Row("floor: memcpy", [])
        self.peers: list[Row] = []

    def out_of(self, folder: Path) -> Path:
        return self.work / "out" / f"recoup-{folder.name}"

    def recoup_command(self, recoup: Path, folder: Path) -> list[str]:
        options = ["--max-hr", "190", "--no-cache", "--no-config", "-j", "1"]
        return [str(recoup), "report", str(folder), *options, "--out", str(self.out_of(folder))]

    def check(self, peers: list[Peer], kits: Kits) -> bool:
        """Runs each program once. Returns whether all tables agree."""
        self.run(self.cat)
        self.run(self.recoup)
        before = self.run(self.recoup_part)
        is_right = True
        for peer in peers:
            folder = self.part if peer.is_very_slow else self.folder
            out = self.work / "out" / (re.sub(r"\W+", "-", peer.name) + ".csv")
            out.unlink(missing_ok=True)
            row = Row(peer.name, [], lines_of(peer), peer.is_very_slow)
            self.peers.append(row)
            try:
                row.command = [*kits.command(peer), str(folder), str(out)]
                usage = self.run(row)
            except NotRun as cause:
                row.cause = f"NOT RUN: {cause}"
                continue
            if difference := difference_of(out, recoup_zones(self.out_of(folder))):
                row.cause = f"WRONG: {difference}"
                is_right = False
            elif usage.cpu_s > SLOW_CPU_S:
                row.usages.append(usage)
        # The slow peers had their turn between these two.
        self.recoup_part.usages = [before, self.run(self.recoup_part)]
        return is_right

    def run(self, row: Row) -> Usage:
        say(f"  {row.name}")
        return run(row.command, self.work / "out" / "stderr.txt")

    def time(self, turns: int) -> None:
        """Runs all programs in turn, so that a drift of the machine's speed hits all."""
        quick = [row for row in self.peers if not row.cause and not row.usages]
        parts = [self.recoup_part] if any(row.is_very_slow for row in quick) else []
        for turn in range(turns):
            say(f"{self.kind}, turn {turn + 1} of {turns}")
            for row in [self.cat, self.recoup, *parts, *quick]:
                row.usages.append(self.run(row))
            self.memcpy.usages.append(memcpy(self.bytes))

    def markdown(self) -> str:
        own_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        done = [row for row in self.peers if row.usages]
        lines = [
            f"| {self.kind.upper()}: {len(self.paths)} files, {self.bytes / 1e6:.1f} MB "
            "| CPU s, median (min-max) | x recoup | peak MB | lines |",
            "|---|---|---|---|---|",
        ]
        rows = sorted([self.recoup, *done], key=self.full_cpu_s)
        lines += [self.line(row, own_kb) for row in [self.memcpy, self.cat, *rows]]
        lines += [
            f"| {row.name} | {row.cause} | | | {row.lines or ''} |"
            for row in self.peers
            if not row.usages
        ]
        lines += [
            "",
            f"recoup takes {self.recoup.cpu_s / self.cat.cpu_s:.1f} times the CPU of `cat`, and "
            f"memcpy is {self.bytes / self.memcpy.cpu_s / 1e9:.1f} GB/s. recoup grades every run "
            "besides, and writes three tables. Lines are those of the job, without blank ones and "
            "comments.",
        ]
        return "\n".join(lines)

    def full_cpu_s(self, row: Row) -> float:
        """Returns the CPU time over all files. The time of a very slow peer is scaled."""
        return self.recoup.cpu_s * self.ratio(row)

    def ratio(self, row: Row) -> float:
        return row.cpu_s / (self.recoup_part if row.is_very_slow else self.recoup).cpu_s

    def line(self, row: Row, own_kb: int) -> str:
        seconds = [usage.cpu_s for usage in row.usages]
        if row.is_very_slow:
            cpu = f"~{self.full_cpu_s(row):.0f} ({row.cpu_s:.1f} over a tenth of the files)"
        elif len(seconds) == 1:
            cpu = f"{row.cpu_s:.2f} (one turn)"
        else:
            cpu = f"{row.cpu_s:.3f} ({min(seconds):.3f}-{max(seconds):.3f})"
        peak_kb = max(usage.peak_kb for usage in row.usages)
        # The peak of a child includes the time before its program starts, when the child is a copy
        # of this process.
        peak = f"{peak_kb / 1e3:.0f}" if peak_kb > own_kb else f"< {own_kb / 1e3:.0f}"
        if row in (self.memcpy, self.cat):
            peak = ""
        ratio = self.ratio(row)
        return f"| {row.name} | {cpu} | {ratio:.{2 if ratio < 10 else 0}f} | {peak} | " + (
            f"{row.lines or ''} |"
        )


def machine(kits: Kits) -> str:
    info = Path("/proc/cpuinfo")
    models = re.findall(r"model name\s*: (.+)", info.read_text()) if info.exists() else []
    model = models[0] if models else platform.processor()
    return f"{model}, {os.cpu_count()} cores. " + ", ".join(dict.fromkeys(kits.versions)) + "."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--only", metavar="NAME", default="", help="part of a peer's name")
    parser.add_argument("--fit", type=Path, help="folder of FIT files [default: made files]")
    parser.add_argument("--gpx", type=Path, help="folder of GPX files [default: made files]")
    parser.add_argument("--out", type=Path, help="file for the tables")
    parser.add_argument("--work", type=Path, default=TARGET / "peers")
    parser.add_argument("--recoup", type=Path, help="program to time [default: built]")
    parser.add_argument("--peer", type=Path, help="program with the Rust jobs [default: built]")
    args = parser.parse_args()
    work = args.work.resolve()
    (work / "out").mkdir(parents=True, exist_ok=True)
    recoup = args.recoup
    if recoup is None:
        call(["cargo", "build", "--release", "-p", "recoup-cli"])
        recoup = TARGET / "release/recoup"
    kits = Kits(work, args.peer)
    wanted = [peer for peer in PEERS if args.only.casefold() in peer.name.casefold()]
    folders = {"fit": args.fit, "gpx": args.gpx}
    tables = [
        Table(kind, folder or made_folder(work, kind), work, recoup)
        for kind, folder in folders.items()
        if any(peer.format == kind for peer in wanted)
    ]
    texts, is_right = [], True
    for table in tables:
        say(f"{table.kind}: setting up and checking")
        peers = [peer for peer in wanted if peer.format == table.kind]
        is_right &= table.check(peers, kits)
        table.time(args.turns)
        texts.append(table.markdown())
    text = "\n\n".join([*texts, machine(kits)]) + "\n"
    print(text, end="")
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    return 0 if is_right else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NotRun as cause:
        sys.exit(f"run.py: {cause}")
