"""The functions of the package."""

from __future__ import annotations

import operator
import os

from recoup import _recoup
from recoup._settings import Athlete, native, wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from typing import Any

    from typing_extensions import Unpack

    from recoup._recoup import Activity, Report, Run, Table
    from recoup._settings import Policy
    from recoup._types import AthleteSettings, Bytes, Source, StrPath

WEEKS = 8
"""Number of weeks with runs in an answer."""
OPEN_FILE = "open files are not accepted: pass the path, or the bytes: file.read()"


def report(
    paths: Source | Iterable[Source],
    *,
    athlete: Athlete | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    last_weeks: int | None = WEEKS,
    athletes_from_folders: bool = False,
    keep_addresses: bool = False,
    threads: int = 0,
    progress: bool | Callable[[int, int], object] = False,
    cache: bool | StrPath = True,
    **settings: Unpack[AthleteSettings],
) -> Report:
    """Read and grade all runs of files, folders and ZIP archives, and sum up every week.

        >>> report = recoup.report("testdata", since="2026-03-16", cache=False)
        >>> report
        <recoup.Report: 8 runs of 25 files in 2 weeks>
        >>> report.weeks["week"]
        ['2026-W13', '2026-W14']

    paths                  a path, the bytes of a file, or several
    athlete                an Athlete, instead of the nearest athlete.toml in or above the folder. A
                           recoup.toml in the folder assigns files to several athletes, as for the
                           command
    settings               settings of an Athlete, such as max_bpm=190 or plan="plan.csv". They win
                           over every athlete file and over `athlete`
    since                  a date, "2026-W10", "2026-05", "last-week", or a number of weeks up to today
                           ("4w"); weeks are whole
    until                  a date, "2026-W10", "2026-05" or "last-week"
    last_weeks             number of weeks with runs to answer for; None for all
    athletes_from_folders  whether each folder and each archive directly below a path is one athlete
    keep_addresses         whether to show e-mail addresses in names of files
    threads                number of threads; 0 for one per processor
    progress               True shows a bar of tqdm if tqdm is installed. A function is called with the
                           number of files done and the number of all files, at most 20 times a
                           second
    cache                  True uses the cache of the command, so that unchanged files are not read
                           again. False uses no cache. A path is the folder of another cache

    A broken file raises no exception: `report.files` has a row for it with the cause.

    Raises FileNotFoundError or another OSError for a path that does not exist, ValueError for a wrong
    setting or an error in an athlete file, KeyboardInterrupt on Ctrl-C (files that were read stay in
    the cache).
    """
    with _Progress(progress) as told:
        return _recoup.report(
            _sources(paths),
            wanted(athlete, settings),
            _range(since, until, last_weeks),
            {
                "athletes_from_folders": bool(athletes_from_folders),
                "keep_addresses": bool(keep_addresses),
                "threads": _number("threads", threads),
                "cache": _cache(cache),
            },
            told,
        )


def grade(
    source: Source,
    *,
    athlete: Athlete | None = None,
    alone: bool = False,
    cache: bool | StrPath = True,
    **settings: Unpack[AthleteSettings],
) -> list[Run]:
    """Grade the runs of a file. Returns a list, because a file can hold several runs; for an archive, all
    runs in it.

        >>> [run] = recoup.grade("testdata/activities/2026-03-15-100000.fit", max_bpm=190)
        >>> run.verdict, run.grade
        ('not_recovery', 'D')
        >>> run.criteria["terrain"]
        'fail'

    source    a path (`export.zip/run.fit` names a file in an archive), or the bytes of a file
    athlete   as for `report`
    settings  as for `report`
    alone     whether to ignore the other runs in the folder or archive. The other runs show the maximum
              heart rate if nothing else does, the kind of the run, and the hard sessions before and
              after the run. To grade many files, call `report` once
    cache     as for `report`

    Raises UnreadableError, a ValueError, if the file cannot be read or holds no activity (a file with
    other sports gives an empty list). Raises OSError, ValueError and KeyboardInterrupt like `report`.
    """
    grading = {"alone": bool(alone), "cache": _cache(cache)}
    return _recoup.grade(_source(source), wanted(athlete, settings), grading)


def samples(
    source: Source,
    *,
    athlete: Athlete | None = None,
    session: int | None = None,
    positions: bool = False,
    alone: bool = False,
    cache: bool | StrPath = True,
    **settings: Unpack[AthleteSettings],
) -> Table:
    """Return the samples of a run: a row for each, with its zone, surge, hill and grade.

        >>> table = recoup.samples("testdata/activities/2026-03-15-100000.fit", max_bpm=190)
        >>> table.shape
        (2401, 13)
        >>> table["heart_rate_bpm"][0], table["zone"][0]
        (128.0, 'below')

    session    number of the session in the file; by default the first run
    positions  whether to add latitude_deg and longitude_deg, which show where the runner lives

    The other parameters and the exceptions are those of `grade`. Also raises UnreadableError for a file
    without a run.
    """
    grading = {"alone": bool(alone), "cache": _cache(cache)}
    number = None if session is None else _number("session", session)
    return _recoup.samples(
        _source(source), wanted(athlete, settings), grading, number, bool(positions)
    )


def read(source: Source) -> list[Activity]:
    """Read the activities of a file as the file holds them. Returns a list, because a file can hold
    several activities; for an archive, all activities in it.

        >>> [activity] = recoup.read("testdata/activities/2026-03-15-100000.fit")
        >>> activity.sport, activity.start_utc.isoformat()
        ('running', '2026-03-15T09:00:00+00:00')
        >>> activity.samples["heart_rate_bpm"][:3]
        [128.0, 128.0, 129.0]

    source  a path (`export.zip/run.fit` names a file in an archive), or the bytes of a file

    Raises UnreadableError, a ValueError, with the position and the cause if the file cannot be read or
    holds no activity. Raises FileNotFoundError or another OSError for a path that does not exist.
    """
    return _recoup.read(_source(source))


def measure(
    source: Source,
    *,
    name: str | None = None,
    policy: Policy | None = None,
    athlete: Athlete | None = None,
    keep_addresses: bool = False,
    threads: int = 1,
) -> bytes:
    """Read one file, or all files in an archive, and measure the sessions: the first of two steps.

    Store or send the result unchanged. `finish` makes the report of all files of an athlete from such
    results, in any order. Both steps together give the same as `report`, but can run in different
    processes or on different machines. (Leave the export of Strava zipped: its list of activities has
    the titles, and only files in the same archive get them.)

        >>> names = ["2026-03-02-063012.fit", "2026-03-15-100000.fit"]
        >>> measured = [recoup.measure(f"testdata/activities/{name}") for name in names]
        >>> recoup.finish(measured, athlete=recoup.Athlete(max_bpm=190)).runs["verdict"]
        ['recovery', 'not_recovery']

    source          path or bytes of a file
    name            name under which reports show and sort the file; by default the name of the path.
                    Give each file of an athlete a different name, such as the path below the folder
    policy          limits of the rules, if they are not the coach's. `finish` accepts the results only
                    for the same limits
    athlete         the athlete, if the maximum heart rate is known. The results are then some four times
                    smaller, and `finish` accepts them only for the same settings. Without an athlete, an
                    hour of running takes some 20 kB
    keep_addresses  whether to keep e-mail addresses in the name
    threads         number of threads for the files in an archive; 0 for one per processor

    A broken file raises no exception: the report has a row for it. Raises FileNotFoundError or another
    OSError for a path that does not exist.
    """
    if name is not None:
        # Bytes of a name that are not UTF-8 become U+FFFD, as in a report.
        name = os.fsencode(name).decode("utf-8", "replace")
    return _recoup.measure(
        _source(source),
        name,
        native(None if policy is None else Athlete(policy=policy)),
        native(athlete),
        bool(keep_addresses),
        _number("threads", threads),
    )


def finish(
    measured: Iterable[Bytes],
    *,
    athlete: Athlete | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    last_weeks: int | None = WEEKS,
) -> Report:
    """Make the report of one athlete from measured files: the second of two steps, after `measure`.

    measured      results of `measure`, in any order
    athlete       the athlete, with the plan; no athlete.toml is read
    since, until  as for `report`
    last_weeks    as for `report`

    Raises ValueError for results of another version of recoup, and for results that were measured for
    other settings of the athlete. In both cases, measure the files again.
    """
    if isinstance(measured, (bytes, bytearray, memoryview)):
        raise TypeError("pass a list of results of recoup.measure, not a single result")
    parts = [bytes(part) for part in measured]
    return _recoup.finish(parts, native(athlete), _range(since, until, last_weeks))


class _Progress:
    """The function that receives the progress, and the bar that shows it."""

    def __init__(self, progress: bool | Callable[[int, int], object]) -> None:
        self.tell: Callable[[int, int], object] | None = None
        self.bar: Any = None
        if progress is True:
            try:
                from tqdm.auto import tqdm
            except ImportError:
                return
            self.bar = tqdm(unit=" files")
            self.tell = self.move
        elif progress:
            self.tell = progress

    def move(self, done: int, total: int) -> None:
        self.bar.total = total
        self.bar.update(done - self.bar.n)

    def __enter__(self) -> Callable[[int, int], object] | None:
        return self.tell

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()


def _source(source: Source) -> str | bytes:
    if isinstance(source, bytes):
        return source
    if isinstance(source, (bytearray, memoryview)):
        return bytes(source)
    if hasattr(source, "read"):
        raise TypeError(OPEN_FILE)
    path = os.fsdecode(source)
    os.fsencode(path)  # raises UnicodeEncodeError, a ValueError, for text that no path can hold
    return path


def _sources(paths: Source | Iterable[Source]) -> list[str | bytes]:
    if isinstance(paths, (str, bytes, bytearray, memoryview, os.PathLike)):
        return [_source(paths)]
    if hasattr(paths, "read"):
        raise TypeError(OPEN_FILE)
    return [_source(path) for path in paths]


def _range(
    since: str | date | None, until: str | date | None, last_weeks: int | None
) -> dict[str, Any]:
    def day(text: str | date | None) -> str | None:
        # A datetime counts as its date.
        return None if text is None else str(text.date() if hasattr(text, "date") else text)

    weeks = None if last_weeks is None else _number("last_weeks", last_weeks)
    return {"since": day(since), "until": day(until), "last_weeks": weeks}


def _number(name: str, number: int) -> int:
    number = operator.index(number)
    if not 0 <= number < 1 << 31:
        raise ValueError(f"{name}: a number from 0, not {number}")
    return number


def _cache(cache: bool | StrPath | None) -> bool | str:
    if cache is None or isinstance(cache, bool):
        return bool(cache)
    if not os.fspath(cache):
        raise ValueError("cache: True, False or the path of a folder, not an empty one")
    return os.fsdecode(cache)
