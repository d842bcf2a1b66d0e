"""FIT by fitdecode, zones and weeks by DuckDB: `fit_fitdecode_duckdb.py FOLDER OUT.csv`."""

import sys
from pathlib import Path

import duckdb
import fitdecode
import pandas as pd

WEEKS = """
    WITH held AS (
        SELECT run, bpm, lead(at_s) OVER (PARTITION BY run ORDER BY number) - at_s AS held_s
        FROM records
    ), zones AS (
        SELECT
            run,
            coalesce(sum(held_s) FILTER (bpm < 129.2), 0) AS below_s,
            coalesce(sum(held_s) FILTER (bpm >= 129.2 AND bpm < 138.7), 0) AS z1_s,
            coalesce(sum(held_s) FILTER (bpm >= 138.7 AND bpm < 152.0), 0) AS z2_s,
            coalesce(sum(held_s) FILTER (bpm >= 152.0 AND bpm < 165.3), 0) AS z3_s,
            coalesce(sum(held_s) FILTER (bpm >= 165.3 AND bpm < 176.7), 0) AS z4_s,
            coalesce(sum(held_s) FILTER (bpm >= 176.7), 0) AS z5_s
        FROM held WHERE held_s <= 10 GROUP BY run
    )
    SELECT
        strftime(start, '%G-W%V') AS week, count(*) AS runs, sum(below_s) AS below_s,
        sum(z1_s) AS z1_s, sum(z2_s) AS z2_s, sum(z3_s) AS z3_s, sum(z4_s) AS z4_s,
        sum(z5_s) AS z5_s
    FROM runs JOIN zones USING (run) GROUP BY week ORDER BY week
"""


def read(path: Path) -> tuple[pd.Timestamp | None, list[tuple[float, int | None]]]:
    """Returns the start of a run, or None, and the time and heart rate of each record."""
    start, rows = None, []
    with fitdecode.FitReader(path) as reader:
        for message in reader:
            if message.frame_type != fitdecode.FIT_FRAME_DATA:
                continue
            if message.name == "record":
                heart_rate = message.get_value("heart_rate", fallback=None)
                rows.append((message.get_value("timestamp").timestamp(), heart_rate))
            elif message.name == "session" and message.get_value("sport") == "running":
                start = message.get_value("start_time").replace(tzinfo=None)
    return start, rows


def main(folder: str, out: str) -> None:
    run_rows, record_rows = [], []
    for run, path in enumerate(Path(folder).rglob("*.fit")):
        start, rows = read(path)
        if start is not None:
            run_rows.append((run, start))
            record_rows += [(run, number, *row) for number, row in enumerate(rows)]
    connection = duckdb.connect(config={"threads": 1})
    connection.register("runs", pd.DataFrame(run_rows, columns=["run", "start"]))
    columns = ["run", "number", "at_s", "bpm"]
    connection.register("records", pd.DataFrame(record_rows, columns=columns))
    connection.sql(WEEKS).write_csv(out)


main(*sys.argv[1:])
