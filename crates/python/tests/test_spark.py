"""The recipe for Spark, on two workers of one machine, gives the same as the command."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, as_json

pyspark = pytest.importorskip("pyspark")
RECIPE = ROOT / "crates/python/examples/spark_report.py"
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="needs Java")


@pytest.fixture
def club(made, tmp_path):
    """Six athletes. Two are in folders with loose files and a ZIP with copies of some files. Four are in
    ZIPs, and the watch of one of these does not record its maximum heart rate."""
    club = tmp_path / "club"
    shutil.copytree(made / "club", club)
    archives = sorted(club.glob("*.zip"))
    shutil.copy(made / "unknown-maximum.zip", archives[-1])
    assert len(archives) == 6
    for archive in archives[:2]:
        folder = club / archive.stem
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder / "export")
        runs = sorted(path for path in folder.rglob("*") if path.is_file())[::3]
        with zipfile.ZipFile(folder / "copies.zip", "w") as copies:
            for run in runs:
                copies.write(run, run.name)
        runs[0].rename(runs[0].with_name("a 100%25 run.fit"))
        archive.unlink()
    return club


def rows_of(folder):
    """Return the rows of a table that Spark wrote, in the form of the command's JSON."""
    import polars

    rows = polars.read_parquet(f"{folder}/*.parquet").to_dicts()
    return [{name: as_json(cell) for name, cell in row.items()} for row in rows]


def test_the_recipe_on_two_workers(club, command, tmp_path):
    want = tmp_path / "want"
    options = ["--athletes-from-folders", "--format", "json", "--out", want, "--no-cache"]
    command("report", club, *options, status=(0, 1))
    out = tmp_path / "out"
    # Two processes on this machine are the workers of a cluster with a separate master.
    submit = Path(pyspark.__file__).parent / "bin/spark-submit"
    options = ["--master", "local-cluster[2,1,1024]"]
    for conf in ("ui.enabled=false", "sql.shuffle.partitions=4", "sql.session.timeZone=UTC"):
        options += ["--conf", f"spark.{conf}"]
    places = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(tmp_path / "spark")}
    done = subprocess.run(
        [submit, *options, RECIPE, club, out],
        env=os.environ | places | {"PYSPARK_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for table, name, order in [
        ("runs", "runs", ("athlete", "start_utc", "file", "session")),
        ("weekly", "weeks", ("athlete", "week")),
        ("files", "files", ("athlete", "file")),
    ]:
        rows = sorted(
            json.loads((want / f"{table}.json").read_text()),
            key=lambda row: [str(row[column]) for column in order],
        )
        got = sorted(rows_of(out / name), key=lambda row: [str(row[column]) for column in order])
        assert got == rows, name
        assert {row["athlete"] for row in rows} == {path.stem for path in club.iterdir()}
    runs = json.loads((want / "runs.json").read_text())
    # Some maxima come only from the other runs.
    assert {"watch", "history"} <= {row["hr_max_source"] for row in runs}
    files = json.loads((want / "files.json").read_text())
    assert sum(row["status"] == "duplicate" for row in files) > 10
