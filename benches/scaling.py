"""Growth of a report with the number of files: CPU, memory and threads, over made runs.

    python3 benches/scaling.py [--turns 3] [--counts 500,2000,10000,50000] [--work DIR]
    python3 benches/scaling.py --floor FOLDER [--turns 5]

Builds the command, makes the folders below target/scaling (50,000 files take 4.4 GB), and prints
Markdown tables. Reports are timed without a cache, except for the last table. With --floor, the
program prints the CPU of a report over a folder beside the CPU of `cat`.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


class Usage:
    def __init__(self, command: list[str], environment: dict[str, str] | None = None) -> None:
        """Runs a program to its end."""
        began = time.monotonic()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        # The exit status of a report is 1 if some files have errors.
        if process.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
        self.wall_s = time.monotonic() - began
        self.cpu_s = usage.ru_utime + usage.ru_stime
        self.peak_kib = usage.ru_maxrss


def report(folder: Path, out: Path, *options: str) -> list[str]:
    settings = ["--no-config", "--max-hr", "190", "--out", str(out)]
    return [str(TARGET / "release/recoup"), "report", str(folder), *settings, *options]


def median(usages: list[Usage], of: str) -> float:
    return statistics.median(getattr(usage, of) for usage in usages)


def made(work: Path, count: int) -> Path:
    folder = work / str(count)
    if not folder.exists():
        half = work / "half"
        example = ["cargo", "run", "--release", "-q", "-p", "benches", "--example", "made_folder"]
        subprocess.run([*example, "--", str(half), str(count)], cwd=ROOT, check=True)
        half.rename(folder)
    return folder


def floor(folder: Path, out: Path, turns: int) -> None:
    """Prints the CPU of `cat` and of a report, each the best of turns in rotation."""
    cat = ["find", str(folder), "-type", "f", "-exec", "cat", "{}", "+"]
    both = [cat, report(folder, out, "--no-cache", "-j", "1")]
    usages = [[Usage(command).cpu_s for command in both] for _ in range(turns + 1)]
    cat_s, report_s = (min(column) for column in zip(*usages[1:]))
    print("| folder | `cat` | `report --no-cache -j 1` | x `cat` |\n|---|---|---|---|")
    print(f"| {folder} | {cat_s:.3f} s | {report_s:.3f} s | {report_s / cat_s:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--counts", default="500,2000,10000,50000")
    parser.add_argument("--work", type=Path, default=TARGET / "scaling")
    parser.add_argument("--floor", type=Path, help="folder to report on beside `cat`")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    out = args.work / "out"
    build = ["cargo", "build", "--release", "-q", "-p", "recoup-cli"]
    subprocess.run(build, cwd=ROOT, check=True)
    if args.floor:
        floor(args.floor, out, args.turns)
        return

    print("| files | CPU s, median (min-max) | ms a file | peak MB | KiB a file over the first |")
    print("|---|---|---|---|---|")
    folders = [made(args.work, int(count)) for count in args.counts.split(",")]
    first = None
    for folder in folders:
        files = int(folder.name)
        command = report(folder, out, "--no-cache", "-j", "1")
        Usage(command)
        turns = [Usage(command) for _ in range(args.turns)]
        cpu_s = median(turns, "cpu_s")
        spread = f"{min(t.cpu_s for t in turns):.3f}-{max(t.cpu_s for t in turns):.3f}"
        peak_kib = median(turns, "peak_kib")
        first = first or (files, peak_kib)
        more = (peak_kib - first[1]) / (files - first[0]) if files > first[0] else None
        print(
            f"| {files} | {cpu_s:.3f} ({spread}) | {cpu_s * 1000 / files:.3f} "
            f"| {peak_kib / 1000:.0f} | {'' if more is None else f'{more:.1f}'} |"
        )

    print("\n| files | threads | s by the clock, median | times as fast as one |")
    print("|---|---|---|---|")
    for folder in folders[1:3]:
        one_s = None
        for threads in sorted({1, 2, os.cpu_count() or 1}):
            command = report(folder, out, "--no-cache", "-j", str(threads))
            Usage(command)
            wall_s = median([Usage(command) for _ in range(args.turns)], "wall_s")
            one_s = one_s or wall_s
            print(f"| {folder.name} | {threads} | {wall_s:.3f} | {one_s / wall_s:.2f} |")

    print("\n| files | first CPU s | again CPU s, median | share of the first |")
    print("|---|---|---|---|")
    for folder in folders[1:3]:
        cache = args.work / "cache"
        subprocess.run(["rm", "-rf", str(cache)], check=True)
        environment = {**os.environ, "RECOUP_CACHE_DIR": str(cache)}
        command = report(folder, out, "-j", "1")
        first_s = Usage(command, environment).cpu_s
        again_s = median([Usage(command, environment) for _ in range(args.turns)], "cpu_s")
        print(f"| {folder.name} | {first_s:.3f} | {again_s:.3f} | {again_s / first_s:.3f} |")


if __name__ == "__main__":
    main()
