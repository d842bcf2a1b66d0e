"""Every cell of the three tables is the same as in the command's JSON."""

import json
from pathlib import Path

import pytest
import recoup
from conftest import as_json


def assert_equal(report, folder):
    """Compare the tables of a report with those that the command wrote."""
    compared = 0
    for table, name in [(report.runs, "runs"), (report.weeks, "weekly"), (report.files, "files")]:
        want = json.loads((folder / f"{name}.json").read_text())
        got = table.to_dicts()
        assert len(got) == len(want) == len(table)
        for got_row, want_row in zip(got, want):
            assert list(got_row) == list(want_row)
            for column, cell in got_row.items():
                assert as_json(cell) == want_row[column], (name, column, want_row)
                compared += 1
    return compared


CASES = [
    ([], {}),
    (["--max-hr", "190"], {"max_bpm": 190}),
    (["--zones", "device"], {"zones": "device"}),
    (["--since", "2026-03-16", "--until", "2026-W13"], {"since": "2026-03-16", "until": "2026-W13"}),
    (["--tz", "Europe/Oslo", "-j", "1"], {"athlete": recoup.Athlete(time_zone="Europe/Oslo"), "threads": 1}),
]


@pytest.mark.parametrize(("options", "keywords"), CASES)
def test_testdata(command, tmp_path, options, keywords):
    command("report", "testdata", "--format", "json", "--out", tmp_path, *options, status=(0, 1))
    report = recoup.report("testdata", cache=False, **keywords)
    assert assert_equal(report, tmp_path) > 500


@pytest.mark.parametrize(("options", "keywords"), CASES[:3])
def test_corpus(command, corpus, tmp_path, options, keywords):
    command("report", corpus, "--format", "json", "--out", tmp_path, *options, status=(0, 1))
    report = recoup.report(corpus, cache=False, **keywords)
    assert assert_equal(report, tmp_path) > 10_000


def test_made_exports(command, made, tmp_path):
    for name in ["three-years.zip", "garmin.zip", "hostile.zip"]:
        out = tmp_path / name
        command("report", made / name, "--format", "json", "--out", out, status=(0, 1))
        assert_equal(recoup.report(made / name), out)
    out = tmp_path / "club"
    club = ["--athletes-from-folders", made / "club"]
    command("report", *club, "--format", "json", "--out", out, status=(0, 1))
    report = recoup.report(made / "club", athletes_from_folders=True)
    assert_equal(report, out)
    assert len(report.athletes) == len(report.answers) == 6


def test_the_cache_changes_nothing(tmp_path):
    first = recoup.report("testdata", cache=tmp_path)
    again = recoup.report("testdata", cache=tmp_path)
    assert list(tmp_path.iterdir())
    for name in ["runs", "weeks", "files"]:
        assert getattr(first, name).to_dicts() == getattr(again, name).to_dicts()


def test_the_answer_and_the_page_are_those_of_the_command(command, tmp_path):
    printed = command("report", "testdata", "--page", "--out", tmp_path, status=(0, 1)).stdout
    report = recoup.report("testdata")
    unwrapped = " ".join(printed.split())
    for sentence in report.answer.sentences:
        assert " ".join(sentence.split()) in unwrapped
    assert report.page() == (tmp_path / "report.html").read_text()


def test_a_grade_is_that_of_the_command(command):
    graded = 0
    for options, keywords in [([], {}), (["--alone", "--max-hr", "180"], {"alone": True, "max_bpm": 180})]:
        for path in sorted(Path("testdata/activities").iterdir()):
            printed = command("grade", path, "--json", *options, status=(0, 1)).stdout
            sessions = [one for file in json.loads(printed)["files"] for one in file["sessions"]]
            want = [one["run"] for one in sessions if one["run"]]
            try:
                runs = recoup.grade(path, **keywords)
            except recoup.UnreadableError:
                runs = []
            assert [run.to_dict() for run in runs] == want, path
            assert [run.verdict for run in runs] == [run["verdict"] for run in want]
            graded += len(runs)
        assert graded > 10


def test_samples_are_those_of_the_command(command):
    path = "testdata/activities/2026-03-15-100000.fit"
    for options, keywords in [([], {}), (["--positions"], {"positions": True})]:
        printed = command("samples", path, "--format", "json", *options).stdout
        rows = recoup.samples(path, **keywords).to_dicts()
        assert [{name: as_json(cell) for name, cell in row.items()} for row in rows] == json.loads(printed)


def test_a_report_of_bytes_is_that_of_the_file():
    path = "testdata/activities/2026-03-15-100000.fit"
    with open(path, "rb") as file:
        data = file.read()
    runs = [recoup.report(source, athlete=recoup.Athlete(max_bpm=190)).runs for source in (path, data, bytearray(data))]
    verdicts = {run["verdict"][0] for run in runs}
    assert verdicts == {"not_recovery"}
    assert recoup.grade(data, max_bpm=190)[0].reasons == recoup.grade(path, max_bpm=190)[0].reasons
