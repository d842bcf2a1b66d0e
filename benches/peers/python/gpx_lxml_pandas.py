"""GPX by lxml's iterparse, zones and weeks by pandas: `gpx_lxml_pandas.py FOLDER OUT.csv`."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from lxml import etree

LIMITS_BPM = [0.68 * 190, 0.73 * 190, 0.80 * 190, 0.87 * 190, 0.93 * 190]
ZONES = ["below_s", "z1_s", "z2_s", "z3_s", "z4_s", "z5_s"]
LONGEST_GAP_S = 10


def run_of(path: Path) -> dict[str, object] | None:
    """Returns the week of a run and its time in each zone."""
    sport, rows = "", []
    for _, element in etree.iterparse(path, tag=("{*}type", "{*}trkpt")):
        if etree.QName(element).localname == "type":
            sport = element.text or ""
            continue
        heart_rate = next(element.iter("{*}hr"), None)
        bpm = None if heart_rate is None else float(heart_rate.text)
        rows.append((element.findtext("{*}time"), bpm))
        element.clear()
    if "running" not in sport or not rows:
        return None
    points = pd.DataFrame(rows, columns=["at", "bpm"])
    at = pd.to_datetime(points["at"], format="ISO8601", utc=True)
    held_s = at.diff().shift(-1).dt.total_seconds()
    bins = [-np.inf, *LIMITS_BPM, np.inf]
    zone = pd.cut(points["bpm"].astype(float), bins, right=False, labels=ZONES)
    zones_s = held_s.where(held_s <= LONGEST_GAP_S).groupby(zone, observed=False).sum()
    return {"week": f"{at.iloc[0]:%G-W%V}", **zones_s}


def main(folder: str, out: str) -> None:
    runs = [run_of(path) for path in Path(folder).rglob("*.gpx")]
    frame = pd.DataFrame([run for run in runs if run is not None])
    weeks = frame.groupby("week")[ZONES].sum()
    weeks.insert(0, "runs", frame["week"].value_counts())
    weeks.to_csv(out)


main(*sys.argv[1:])
