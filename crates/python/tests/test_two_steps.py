"""measure and finish give the same as report, with pickles, processes and archives between them."""

import multiprocessing
import os
import pickle
import random
import zipfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pytest
import recoup


def files_below(folder):
    """Return the files below a folder under the names that a report gives them."""
    folder = Path(folder)
    return {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*")) if path.is_file()}


def assert_same(one, other):
    for name in ("runs", "weeks", "files"):
        assert getattr(one, name).to_dicts() == getattr(other, name).to_dicts()


@pytest.fixture
def folder(tmp_path):
    """Runs in files and in a ZIP. Some of the runs are copies."""
    folder = tmp_path / "kari"
    folder.mkdir()
    activities = sorted(Path("testdata/activities").iterdir())
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        for path in activities[::2]:
            archive.write(path, f"activities/{path.name}")
    for path in activities[::3]:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "notes.txt").write_text("not a run")
    (folder / "athlete.toml").write_text("name = 'Kari'\n")
    (folder / ".1.fit.icloud").write_bytes(b"bplist00")
    (folder / "2.fit.crdownload").write_bytes(activities[0].read_bytes()[:9000])
    (folder / ".Trash-1000").mkdir()
    (folder / ".Trash-1000" / "3.fit").write_bytes(activities[1].read_bytes())
    (folder / os.fsdecode(b"r\xe9.fit")).write_bytes(activities[2].read_bytes())
    return folder


@pytest.mark.parametrize("athlete", [recoup.Athlete(), recoup.Athlete(name="Kari", max_bpm=190)])
@pytest.mark.parametrize("is_known", [False, True])
def test_two_steps_are_a_report(folder, athlete, is_known):
    of_measure = athlete if is_known else None
    measured = [
        recoup.measure(path, name=name, athlete=of_measure) for name, path in files_below(folder).items()
    ]
    random.Random(7).shuffle(measured)
    report = recoup.report(folder, athlete=athlete, cache=False)
    assert_same(recoup.finish(measured, athlete=athlete), report)
    assert len(report.runs) > 5
    assert "duplicate" in report.files["status"]


def test_the_corpus_in_two_steps(corpus):
    files = files_below(corpus)
    measured = [recoup.measure(path.read_bytes(), name=name) for name, path in files.items()]
    report = recoup.report(corpus, athlete=recoup.Athlete(), cache=False)
    assert_same(recoup.finish(measured), report)


def test_a_pool_of_processes(folder):
    files = files_below(folder)
    with ProcessPoolExecutor(2) as pool:
        measured = list(pool.map(measured_as, files, files.values()))
    assert_same(recoup.finish(measured), recoup.report(folder, athlete=recoup.Athlete(), cache=False))


def measured_as(name, path):
    return recoup.measure(path, name=name)


def test_a_forked_process_works_as_its_parent_did(folder):
    """The child has no threads of the parent, and must not wait for them."""
    parent = recoup.report(folder, athlete=recoup.Athlete(), cache=False)
    verdicts = parent.runs["verdict"]
    child = multiprocessing.get_context("fork").Process(target=must_give, args=(folder, verdicts))
    child.start()
    child.join(60)
    child.kill()
    assert child.exitcode == 0


def must_give(folder, verdicts):
    measured = [recoup.measure(path, name=name) for name, path in files_below(folder).items()]
    assert recoup.finish(measured).runs["verdict"] == verdicts
    report = recoup.report(folder, athlete=recoup.Athlete(), cache=False)
    assert report.runs["verdict"] == verdicts


def test_known_athletes_take_less_space(folder):
    athlete = recoup.Athlete(max_bpm=190)
    path = Path("testdata/activities/2026-03-15-100000.fit")
    assert len(recoup.measure(path, athlete=athlete)) * 2 < len(recoup.measure(path))


def test_limits_of_ones_own_go_to_both_steps():
    path = "testdata/activities/2026-03-15-100000.fit"
    policy = recoup.Policy(duration_pass_max_min=39)
    athlete = recoup.Athlete(max_bpm=190, policy=policy)
    runs = recoup.finish([recoup.measure(path, policy=policy)], athlete=athlete).runs
    assert runs["duration"] == ["warn"]
    with pytest.raises(ValueError, match="measured by other settings"):
        recoup.finish([recoup.measure(path)], athlete=athlete)


def test_other_versions_and_settings_are_refused(folder):
    path = "testdata/activities/2026-03-15-100000.fit"
    measured = recoup.measure(path)
    version = recoup.__version__.encode()
    assert version in measured
    # Another version number of the same length.
    other = measured.replace(version, bytes([57]) + version[1:], 1)
    with pytest.raises(ValueError, match="measured by another version .*; measure the files again"):
        recoup.finish([other])
    graded = recoup.measure(path, athlete=recoup.Athlete(max_bpm=190))
    with pytest.raises(ValueError, match="measured by other settings; measure it again"):
        recoup.finish([graded], athlete=recoup.Athlete(max_bpm=185))
    for damaged in (b"", measured[:-1], measured + b"x", bytes(reversed(measured))):
        with pytest.raises(ValueError):
            recoup.finish([damaged])
    with pytest.raises(TypeError, match="not a single result"):
        recoup.finish(measured)


def test_settings_can_be_sent():
    athlete = recoup.Athlete(
        name="Kari",
        heart_rate=[{"max_bpm": 190}, {"from": "2026-03-10", "max_bpm": 187}],
        policy=recoup.Policy(duration_pass_max_min=50, recovery_words=["slow"]),
    )
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(athlete, protocol))
        policy = recoup.Policy(race_words=["cup"])
        assert pickle.loads(pickle.dumps(policy, protocol)) == policy
    assert (again, repr(again), again.name) == (athlete, repr(athlete), "Kari")
    assert again != recoup.Athlete(name="Kari")
    measure = pickle.loads(pickle.dumps(partial(recoup.measure, athlete=athlete)))
    report = recoup.finish([measure("testdata/activities/2026-03-15-100000.fit")], athlete=again)
    assert report.runs["hr_max"] == [187.0]


def test_a_plan_is_read_by_the_athletes_own_words(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("date,type\n2026-03-15,slow jog\n")
    with pytest.raises(ValueError, match=r"plan.csv: line 2"):
        recoup.Athlete(plan=plan)
    policy = recoup.Policy(recovery_words=["slow"])
    athlete = recoup.Athlete(max_bpm=190, plan=plan, policy=policy)
    measured = recoup.measure("testdata/activities/2026-03-15-100000.fit", policy=policy)
    assert recoup.finish([measured], athlete=athlete).runs["intent"] == ["planned"]


def test_a_plan_goes_with_the_athlete(tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("date,type\n2026-03-15,recovery\n")
    path = "testdata/activities/2026-03-15-100000.fit"
    athlete = pickle.loads(pickle.dumps(recoup.Athlete(max_bpm=190, plan=plan)))
    plan.unlink()
    assert recoup.finish([recoup.measure(path)], athlete=athlete).runs["intent"] == ["planned"]
    plan.write_text("date,type\n2026-03-15,recovery\n")
    (tmp_path / "run.fit").write_bytes(Path(path).read_bytes())
    (tmp_path / "athlete.toml").write_text("name = 'Kari'\nplan = 'plan.csv'\n")
    report = recoup.report(tmp_path, cache=False)
    assert report.runs["intent"] == ["planned"]
    assert recoup.Athlete.from_file(tmp_path / "athlete.toml").name == "Kari"
    report = recoup.report(path, plan=plan, max_bpm=190, cache=False)
    assert report.runs["intent"] == ["planned"]
