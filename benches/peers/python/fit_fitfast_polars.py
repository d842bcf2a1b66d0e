"""FIT by fitfast's arrays, weeks by Polars: `fit_fitfast_polars.py FOLDER OUT.csv`."""

import sys
from pathlib import Path

import fitfast
import numpy as np
import polars as pl

LIMITS_BPM = np.array([0.68, 0.73, 0.80, 0.87, 0.93]) * 190
ZONES = ["below_s", "z1_s", "z2_s", "z3_s", "z4_s", "z5_s"]
LONGEST_GAP_S = 10
RUNNING = 1


def run_of(path: Path) -> list[float] | None:
    """Returns the start of a run in Unix seconds and its time in each zone."""
    content = path.read_bytes()
    session = fitfast.records(content, "session")
    is_running = session["sport"] == RUNNING
    if not is_running.any():
        return None
    records = fitfast.records(content)
    held_s = np.diff(records["timestamp"])
    bpm = records.get("heart_rate", np.full(len(held_s) + 1, np.nan))[:-1]
    counts = (held_s <= LONGEST_GAP_S) & ~np.isnan(bpm)
    zone = np.searchsorted(LIMITS_BPM, bpm[counts], side="right")
    zones_s = np.bincount(zone, weights=held_s[counts], minlength=len(ZONES))
    start_s = session.get("start_time", records["timestamp"][:1].repeat(len(is_running)))
    return [start_s[is_running][0], *zones_s]


def main(folder: str, out: str) -> None:
    runs = [run for path in Path(folder).rglob("*.fit") if (run := run_of(path))]
    frame = pl.DataFrame(runs, schema=["start_s", *ZONES], orient="row")
    start = pl.from_epoch(pl.col("start_s").cast(pl.Int64))
    weeks = frame.group_by(week=start.dt.strftime("%G-W%V")).agg(
        pl.len().alias("runs"), pl.col(ZONES).sum()
    )
    weeks.sort("week").write_csv(out)


main(*sys.argv[1:])
