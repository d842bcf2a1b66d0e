"""Paths of the tests, and a separate cache."""

import os
import subprocess
import sys
import sysconfig
from datetime import date, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
COMMAND = Path(sysconfig.get_path("scripts")) / "recoup"


# Paths of the tests begin in the root of the repository.
os.chdir(ROOT)


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory):
    """Use a cache and a config file for this test run only."""
    folder = tmp_path_factory.mktemp("surroundings")
    (folder / "config.toml").touch()
    os.environ["RECOUP_CACHE_DIR"] = str(folder / "cache")
    os.environ["RECOUP_CONFIG"] = str(folder / "config.toml")


@pytest.fixture
def command():
    """Run the command of the package and return what it printed."""

    def run(*args, status=(0,)):
        done = subprocess.run([COMMAND, *map(str, args)], capture_output=True, text=True)
        assert done.returncode in status, done.stderr
        return done

    return run


@pytest.fixture
def corpus():
    """The folder of real recordings beside the repository."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("needs ../shared/corpus")
    return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A folder of synthetic exports: three-years.zip, garmin.zip, hostile.zip and club/."""
    folder = os.environ.get("RECOUP_MADE")
    if folder is None:
        pytest.skip("needs RECOUP_MADE, a folder of made exports (.ci/python makes it)")
    return Path(folder)


def as_json(value):
    """Return a cell in the form of the command's JSON."""
    if isinstance(value, datetime):
        text = value.replace(tzinfo=None).isoformat(timespec="microseconds")
        whole, fraction = text.split(".")
        text = whole if not int(fraction) else f"{whole}.{fraction.rstrip('0')}"
        return text + ("Z" if value.tzinfo else "")
    return value.isoformat() if isinstance(value, date) else value


def python(code, *args, **options):
    """Run code in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True, **options
    )
