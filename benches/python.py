"""Figures of the Python package: the time of an import, and CPU time as a ratio to the command's.

    python benches/python.py [EXPORT]

The two compared commands alternate. The shortest time of each counts, because machines are shared.
"""

import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

TRIES = 12
REPORT = "import recoup, sys; recoup.report(sys.argv[1], cache=False, threads=1)"


def wall_ms(*command):
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return 1000 * (time.perf_counter() - began)


def cpu_ms(*command):
    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 1000 * (used() - before)


def least(one, other):
    pairs = [(one(), other()) for _ in range(TRIES)]
    return min(first for first, _ in pairs), min(second for _, second in pairs)


empty, importing = least(
    lambda: wall_ms(sys.executable, "-c", "pass"),
    lambda: wall_ms(sys.executable, "-c", "import recoup"),
)
print(f"import recoup: {importing - empty:.1f} ms beyond an empty interpreter ({empty:.1f} ms)")

export = sys.argv[1] if len(sys.argv) > 1 else "testdata"
command = str(Path(sysconfig.get_path("scripts")) / "recoup")
out = tempfile.TemporaryDirectory()
options = ["--no-cache", "--no-config", "-j", "1", "--quiet", "--out", out.name]
of_command, of_package = least(
    lambda: cpu_ms(command, "report", export, *options),
    lambda: cpu_ms(sys.executable, "-c", REPORT, export),
)
ratio = of_package / of_command
print(f"report {export}: {of_package:.0f} ms of CPU, {ratio:.2f} of the command's {of_command:.0f} ms")
