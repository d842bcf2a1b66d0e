"""GPX by gpxpy: `gpx_gpxpy.py FOLDER OUT.csv`."""

import csv
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from datetime import UTC
from itertools import pairwise
from pathlib import Path

import gpxpy
from gpxpy.gpx import GPXTrackPoint

LIMITS_BPM = [0.68 * 190, 0.73 * 190, 0.80 * 190, 0.87 * 190, 0.93 * 190]
ZONES = ["below_s", "z1_s", "z2_s", "z3_s", "z4_s", "z5_s"]
LONGEST_GAP_S = 10


def heart_rate(point: GPXTrackPoint) -> int | None:
    for extension in point.extensions:
        for element in extension.iter("{*}hr"):
            return int(element.text)
    return None


def zones_of(points: list[GPXTrackPoint]) -> list[float]:
    zones_s = [0.0] * len(ZONES)
    for point, after in pairwise(points):
        held_s = (after.time - point.time).total_seconds()
        bpm = heart_rate(point)
        if bpm is not None and held_s <= LONGEST_GAP_S:
            zones_s[bisect_right(LIMITS_BPM, bpm)] += held_s
    return zones_s


def main(folder: str, out: str) -> None:
    runs, weeks_s = Counter(), defaultdict(lambda: [0.0] * len(ZONES))
    for path in Path(folder).rglob("*.gpx"):
        gpx = gpxpy.parse(path.read_text(encoding="utf-8"))
        tracks = [track for track in gpx.tracks if "running" in (track.type or "")]
        segments = [segment for track in tracks for segment in track.segments]
        points = [point for segment in segments for point in segment.points if point.time]
        if not points:
            continue
        week = f"{points[0].time.astimezone(UTC):%G-W%V}"
        runs[week] += 1
        weeks_s[week] = [total + own for total, own in zip(weeks_s[week], zones_of(points))]
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["week", "runs", *ZONES])
        writer.writerows([week, runs[week], *weeks_s[week]] for week in sorted(runs))


main(*sys.argv[1:])
