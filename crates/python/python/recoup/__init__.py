"""Was it a true recovery run?

recoup reads watch exports (Garmin FIT, GPX, TCX, gzips and ZIP archives of them), grades every run
as a recovery run with the evidence, and sums up every week.

    >>> import recoup
    >>> report = recoup.report("testdata")
    >>> print(report)  # doctest: +ELLIPSIS
    In the last 4 weeks with runs (2 Mar to 5 Apr 2026, 17 runs) you did 7 recovery runs and 2 nearly. ...

Tables go into the library of your choice, without a copy:

    polars.DataFrame(report.weeks)        pyarrow.table(report.weeks)
    pandas.DataFrame.from_arrow(report.weeks)  (pandas 3)
    weeks = report.weeks; duckdb.sql("select week, recovery_runs from weeks")

    >>> report.weeks["recovery_runs"]
    [2, 1, 0, 2, 2]

Functions:

    report(paths)     all runs of folders, files and archives: tables of runs, weeks and files, an
                      answer in sentences, a page with pictures
    grade(path)       the runs of one file, each with its verdict and the reasons
    samples(path)     one run, a row for each sample: zone, surge, hill, grade
    read(path)        the activities of one file as the file holds them
    measure(path)     the first step of two, for processes and clusters: one file, measured
    finish(measured)  the second step: the report of all files of one athlete

Settings: Athlete (maximum heart rate, zones, plan) and Policy (the limits of the rules).

Many names of columns and attributes end with their units: _s seconds, _m metres, _pct percent, _bpm
beats per minute. Heart rates (hr_avg, hr_max, resting_hr) are in beats per minute. An unknown value
is None, never 0. Moments are in UTC. Names with "local" are times on the runner's clock.

The package also contains the command `recoup`: `recoup report export.zip`, or `python -m recoup`.
"""

from recoup._functions import finish, grade, measure, read, report, samples
from recoup._recoup import Activity, Answer, Report, Run, Table, UnreadableError, __version__
from recoup._settings import Athlete, Policy

__all__ = [
    "Activity",
    "Answer",
    "Athlete",
    "Policy",
    "Report",
    "Run",
    "Table",
    "UnreadableError",
    "__version__",
    "finish",
    "grade",
    "measure",
    "read",
    "report",
    "samples",
]
