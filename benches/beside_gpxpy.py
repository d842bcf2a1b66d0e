"""GPX beside gpxpy: processor time over the files of a folder that gpxpy reads.

    python3 -m venv target/gpxpy && target/gpxpy/bin/pip install gpxpy lxml
    cargo build --release -p benches --example decode
    target/gpxpy/bin/python benches/beside_gpxpy.py FOLDER
"""

import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

import gpxpy

DECODE = "target/release/examples/decode"
TIMES = 10


def cpu(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def read_by_gpxpy(paths):
    """The paths that gpxpy reads, their bytes, and the seconds that it takes."""
    read, size, seconds = [], 0, 0.0
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        began = cpu(resource.RUSAGE_SELF)
        try:
            gpxpy.parse(text)
        except Exception:  # of many kinds
            continue
        seconds += cpu(resource.RUSAGE_SELF) - began
        read.append(path)
        size += path.stat().st_size
    return read, size, seconds


def seconds_of(reader, folder):
    """The seconds that a reader of `examples/decode.rs` takes, without its start."""

    def run(times):
        began = cpu(resource.RUSAGE_CHILDREN)
        subprocess.run([DECODE, folder, str(times), reader], check=True, stdout=subprocess.DEVNULL)
        return cpu(resource.RUSAGE_CHILDREN) - began

    return (run(1 + TIMES) - run(1)) / TIMES


def main():
    paths = sorted(pathlib.Path(sys.argv[1]).rglob("*.gpx"))
    read, size, seconds = read_by_gpxpy(paths)
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(read):
            shutil.copy(path, f"{folder}/{number}.gpx")
        all_seconds = {"gpx": seconds_of("gpx", folder), "gpxpy": seconds}
        all_seconds["recoup `read_bytes`"] = seconds_of("recoup", folder)
    print(f"| GPX: {len(read)} of {len(paths)} files, {size / 1e6:.1f} MB | MB/s | x gpx |")
    print("|---|---|---|")
    for name, taken in all_seconds.items():
        print(f"| {name} | {size / taken / 1e6:.1f} | {all_seconds['gpx'] / taken:.2f} |")


main()
