"""Grade the runs of one athlete with a pool of processes: `python pool_report.py FOLDER`."""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import recoup


def measure(file):
    return recoup.measure(file, name=str(file.relative_to(sys.argv[1])))


if __name__ == "__main__":
    files = [file for file in Path(sys.argv[1]).rglob("*") if file.is_file()]
    with ProcessPoolExecutor() as pool:
        report = recoup.finish(pool.map(measure, files, chunksize=16))
    print(report)
