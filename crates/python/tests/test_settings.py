"""Type checkers know exactly the existing settings."""

import copy
import json
import os
from pathlib import Path

import pytest
import recoup
from recoup import _recoup

TYPES = Path(__file__).parents[1] / "python" / "recoup" / "_types.pyi"
# The limits are the last part of the file.
LIMITS = "class Limits(TypedDict, total=False):\n"


def type_of(default):
    if isinstance(default, list):
        return "list[str]"
    return 'Literal["monday", "sunday"]' if isinstance(default, str) else "float"


def test_types_are_up_to_date():
    limits = _recoup.policy_limits()
    lines = [f"    {name}: {type_of(default)}\n" for name, _, default in limits]
    head = TYPES.read_text().split(LIMITS)[0]
    text = head + LIMITS + "".join(lines)
    if os.environ.get("UPDATE_TYPES"):
        TYPES.write_text(text)
    assert TYPES.read_text() == text
    assert len(limits) > 60


def test_limits_reach_the_grade():
    path = "testdata/activities/2026-03-15-100000.fit"
    # The run takes 40 minutes.
    policy = recoup.Policy(duration_pass_max_min=39)
    for athlete, outcome in [(recoup.Athlete(max_bpm=190), "pass"), (recoup.Athlete(max_bpm=190, policy=policy), "warn")]:
        [run] = recoup.grade(path, athlete=athlete)
        assert (run.timer_s, run.criteria["duration"]) == (2400.0, outcome)


def test_policy():
    policy = recoup.Policy(week_start="sunday", race_words=["cup"])
    assert policy.to_dict() == recoup.Policy.limits() | {"week_start": "sunday", "race_words": ["cup"]}
    assert policy == recoup.Policy(race_words=["cup"], week_start="sunday") != recoup.Policy()
    assert recoup.Policy.describe()["duration_pass_max_min"].endswith("(the article).")
    report = recoup.report("testdata", athlete=recoup.Athlete(policy=policy), cache=False)
    assert {day.weekday() for day in report.weeks["week_start"]} == {6}


def test_settings_win_over_the_athlete_file(command, tmp_path):
    """Like the options of the command. The other settings of the file stay."""
    path = tmp_path / "run.fit"
    path.write_bytes(Path("testdata/activities/2026-03-15-100000.fit").read_bytes())
    file = "name = 'Kari'\n[[heart_rate]]\nmax_bpm = 201\nresting_bpm = 50\n[policy]\nsurge_pass_s = 70\n"
    (tmp_path / "athlete.toml").write_text(file)
    for settings, options in [
        ({"zones": "garmin"}, ["--zones", "garmin"]),
        ({"max_bpm": 195}, ["--max-hr", "195"]),
        ({"zones": "karvonen", "max_bpm": 180}, ["--zones", "karvonen", "--max-hr", "180"]),
    ]:
        printed = command("grade", path, "--json", *options).stdout
        want = json.loads(printed)["files"][0]["sessions"][0]["run"]
        [run] = recoup.grade(path, **settings)
        assert run.to_dict() == want
        runs = recoup.report(tmp_path, cache=False, **settings).runs
        assert (runs["athlete"], runs["hr_max"]) == (["Kari"], [want["max_bpm"]])
    policy = recoup.Policy(duration_pass_max_min=39)
    runs = [recoup.grade(path, policy=policy, alone=alone)[0] for alone in (True, False)]
    assert {run.criteria["duration"] for run in runs} == {"warn"}
    assert {run.hr_max for run in runs} == {201.0}
    [run] = recoup.grade(path, athlete=recoup.Athlete(max_bpm=170), zones="garmin")
    assert run.hr_max == 170.0


def test_equality():
    assert recoup.Athlete(max_bpm=190) == recoup.Athlete(max_bpm=190.0) != recoup.Athlete()
    assert recoup.Policy(duration_pass_max_min=45) == recoup.Policy(duration_pass_max_min=None)
    for one in (recoup.Athlete(), recoup.Policy()):
        assert copy.deepcopy(one) == one
        with pytest.raises(TypeError, match="unhashable"):
            hash(one)
    words = ["cup"]
    policy = recoup.Policy(race_words=words)
    words.append("league")
    policy.to_dict()["race_words"].append("final")
    assert policy == recoup.Policy(race_words=["cup"])
    assert repr(recoup.Athlete(heart_rate=iter([{"max_bpm": 190}]))) == "Athlete(heart_rate=[{'max_bpm': 190}])"


def test_numbers_of_other_libraries():
    import numpy

    assert recoup.Athlete(max_bpm=numpy.float64(190.0)) == recoup.Athlete(max_bpm=190.0)
    assert "190" in recoup.Athlete(max_bpm=numpy.int64(190), birth_year=numpy.int64(1986)).to_toml()
