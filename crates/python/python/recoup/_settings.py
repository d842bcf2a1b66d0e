"""Settings: the athlete, and the limits of the rules."""

from __future__ import annotations

import copy
import os

from recoup import _recoup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from typing_extensions import Self, Unpack

    from recoup._types import AthleteSettings, HeartRate, Limits, StrPath


class Policy:
    """The limits of the rules. Limits that are not given have the coach's values.

    `Policy.limits()` has the name and the default of each limit, and `Policy.describe()` has its meaning.
    Names end with their unit: _s seconds, _min minutes, _m metres, _pct percent, _bpm beats per minute.

        >>> policy = Policy(duration_pass_max_min=60)  # a coach who accepts an hour
        >>> policy
        Policy(duration_pass_max_min=60)
        >>> Policy.limits()["duration_pass_max_min"]
        45.0
        >>> Policy(duration_max_min=60)
        Traceback (most recent call last):
            ...
        ValueError: no setting is called `duration_max_min`; did you mean `duration_pass_max_min`?

    Raises ValueError for an unknown name, with the nearest known name, and for a value that is out of
    range.
    """

    __slots__ = ("_limits",)

    _limits: dict[str, Any]

    def __init__(self, **limits: Unpack[Limits]) -> None:
        given = {name: limit for name, limit in limits.items() if limit is not None}
        self._limits = {name: list(it) if isinstance(it, list | tuple) else it for name, it in given.items()}
        _settings(_recoup.athlete_toml({}, [], self._limits), [])

    @staticmethod
    def limits() -> dict[str, Any]:
        """Return the default of each limit."""
        return {name: default for name, _, default in _recoup.policy_limits()}

    @staticmethod
    def describe() -> dict[str, str]:
        """Return the meaning, the unit and the origin of each limit: the coach's article, measured or
        proposed."""
        return {name: meaning for name, meaning, _ in _recoup.policy_limits()}

    def to_dict(self) -> dict[str, Any]:
        """Return the value of each limit."""
        return self.limits() | copy.deepcopy(self._limits)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return _policy, (type(self), self._limits)

    def __repr__(self) -> str:
        return f"Policy({_written(self._limits)})"


class Athlete:
    """An athlete: heart rates, zone model, time zone, plan and policy. All are optional.

        >>> kari = Athlete(name="Kari", max_bpm=190, zones="garmin")
        >>> kari
        Athlete(name='Kari', max_bpm=190, zones='garmin')
        >>> Athlete(max_hr=190)
        Traceback (most recent call last):
            ...
        ValueError: no setting is called `max_hr`; did you mean `max_bpm`?

    name            name that reports show
    max_bpm         maximum heart rate, 100-240 beats per minute; by default from the watch or the runs
    resting_bpm     resting heart rate, 25-110
    threshold_bpm   heart rate at lactate threshold, 80-230
    heart_rate      heart rates that change, valid from a date on: a list of dicts with "from" (a date),
                    "max_bpm", "resting_bpm", "threshold_bpm"
    birth_year      year of birth, from which the maximum is estimated if nothing else shows it
    zones           zone model: fljuga (the default), garmin, karvonen, olympiatoppen, friel, 80-20,
                    device, or the lower edges of five zones, such as "max:68,73,80,87,93"
    time_zone       zone of recordings with neither local time nor coordinates, such as "Europe/Oslo"
    plan            path of the training plan, or a list of paths, which are read here: a CSV file with the
                    columns date and type, workouts of TrainingPeaks (CSV), events of intervals.icu
                    (JSON), a calendar (ICS), or a folder with such files
    policy          limits of the rules, a Policy

    An athlete can be pickled, and sent to other processes. Raises ValueError for an unknown name, with
    the nearest known name, and for a value that no athlete can have.
    """

    __slots__ = ("_shown", "_native")

    _shown: str
    _native: _recoup.Settings

    def __init__(
        self,
        *,
        name: str = "",
        max_bpm: float | None = None,
        resting_bpm: float | None = None,
        threshold_bpm: float | None = None,
        heart_rate: Iterable[HeartRate] = (),
        birth_year: int | None = None,
        zones: str | None = None,
        time_zone: str | None = None,
        plan: StrPath | Iterable[StrPath] | None = None,
        policy: Policy | None = None,
        **unknown: Any,
    ) -> None:
        given: list[dict[str, Any]] = [dict(rates) for rates in heart_rate]
        top = {"birth_year": birth_year, "zones": zones, "time_zone": time_zone, **unknown}
        always = {"max_bpm": max_bpm, "resting_bpm": resting_bpm, "threshold_bpm": threshold_bpm}
        rates = [{key: _dated(rate) for key, rate in rates.items()} for rates in given]
        if any(bpm is not None for bpm in always.values()):
            rates.insert(0, always)
        if name:
            top["name"] = name
        if not isinstance(policy, Policy | None):
            raise TypeError(f"policy: a Policy, not {type(policy).__name__}")
        limits = {} if policy is None else policy._limits
        plans = [os.fsdecode(path) for path in _paths(plan)]
        self._native = _settings(_recoup.athlete_toml(top, rates, limits), plans)
        shown = {"name": name or None, **always, "heart_rate": given or None, **top}
        shown |= {"plan": plans[0] if len(plans) == 1 else plans or None, "policy": policy}
        self._shown = f"Athlete({_written(shown)})"

    @classmethod
    def from_file(cls, path: StrPath) -> Self:
        """Read an athlete file (TOML), and the plan that it names.

        Raises FileNotFoundError or another OSError if a file cannot be read, and ValueError with the line
        of an error in it.
        """
        path = os.fsdecode(path)
        return cls._of(_settings(*_recoup.read_athlete(path)), f"Athlete.from_file({path!r})")

    @classmethod
    def _of(cls, native: _recoup.Settings, shown: str) -> Self:
        athlete = cls.__new__(cls)
        athlete._native = native
        athlete._shown = shown
        return athlete

    @classmethod
    def _unpickled(cls, toml: str, plans: list[tuple[str, bytes]], shown: str) -> Self:
        return cls._of(_recoup.Settings(toml, plans), shown)

    @property
    def name(self) -> str:
        """Name that reports show; may be empty."""
        return self._native.name

    def to_toml(self) -> str:
        """Return the settings as the text of an athlete file, without the plan."""
        return self._native.toml

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self)._unpickled, (self._native.toml, self._native.plans, self._shown)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Athlete) and self._native == other._native

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return self._shown


def _policy(kind: type[Policy], limits: Limits) -> Policy:
    """Return the policy that was pickled."""
    return kind(**limits)


def wanted(athlete: Athlete | None, settings: AthleteSettings) -> dict[str, Any]:
    """Return the athlete that a caller names, and the settings that win over every athlete file."""
    return {
        "athlete": native(athlete),
        "settings": native(Athlete(**settings)) if settings else None,
    }


def native(athlete: Athlete | None) -> _recoup.Settings | None:
    """Return the settings of an athlete as the native part takes them."""
    if not isinstance(athlete, Athlete | None):
        raise TypeError(f"athlete: an Athlete, not {type(athlete).__name__}")
    return None if athlete is None else athlete._native


def _settings(toml: str, plans: list[str]) -> _recoup.Settings:
    """Return the settings from the text of an athlete file, with the plans at some paths."""
    return _recoup.Settings(toml, _recoup.read_plans([os.fsdecode(path) for path in plans]))


def _paths(plan: StrPath | Iterable[StrPath] | None) -> list[StrPath]:
    """Return a path or several paths as a list."""
    if plan is None:
        return []
    return [plan] if isinstance(plan, str | os.PathLike) else list(plan)


def _dated(value: Any) -> Any:
    """Return a date as text, and other values as they are."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _written(settings: dict[str, Any]) -> str:
    known = ((key, value) for key, value in settings.items() if value is not None)
    return ", ".join(f"{key}={value!r}" for key, value in known)
