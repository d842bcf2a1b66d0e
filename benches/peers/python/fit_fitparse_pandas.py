"""FIT by fitparse, weeks by pandas: `fit_fitparse_pandas.py FOLDER OUT.csv`."""

import sys
from pathlib import Path

import fitparse
import numpy as np
import pandas as pd

LIMITS_BPM = [0.68 * 190, 0.73 * 190, 0.80 * 190, 0.87 * 190, 0.93 * 190]
ZONES = ["below_s", "z1_s", "z2_s", "z3_s", "z4_s", "z5_s"]
LONGEST_GAP_S = 10


def run_of(path: Path) -> dict[str, object] | None:
    """Returns the week of a run and its time in each zone."""
    start, rows = None, []
    with fitparse.FitFile(str(path)) as file:
        for message in file.get_messages(["record", "session"]):
            if message.name == "record":
                rows.append((message.get_value("timestamp"), message.get_value("heart_rate")))
            elif message.get_value("sport") == "running":
                start = message.get_value("start_time") or rows[0][0]
    if start is None:
        return None
    records = pd.DataFrame(rows, columns=["at", "bpm"])
    held_s = records["at"].diff().shift(-1).dt.total_seconds()
    bins = [-np.inf, *LIMITS_BPM, np.inf]
    zone = pd.cut(records["bpm"].astype(float), bins, right=False, labels=ZONES)
    zones_s = held_s.where(held_s <= LONGEST_GAP_S).groupby(zone, observed=False).sum()
    return {"week": f"{start:%G-W%V}", **zones_s}


def main(folder: str, out: str) -> None:
    runs = [run_of(path) for path in Path(folder).rglob("*.fit")]
    frame = pd.DataFrame([run for run in runs if run is not None])
    weeks = frame.groupby("week")[ZONES].sum()
    weeks.insert(0, "runs", frame["week"].value_counts())
    weeks.to_csv(out)


main(*sys.argv[1:])
