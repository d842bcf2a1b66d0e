"""Types for type checkers. A test keeps the limits as they are: UPDATE_TYPES=1 writes this file."""

import os
from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeAlias, TypedDict

from recoup._settings import Policy

StrPath: TypeAlias = str | os.PathLike[str]
Bytes: TypeAlias = bytes | bytearray | memoryview
Source: TypeAlias = StrPath | Bytes

HeartRate = TypedDict(
    "HeartRate",
    {
        "from": str | date,
        "max_bpm": float,
        "resting_bpm": float,
        "threshold_bpm": float,
    },
    total=False,
)

class AthleteSettings(TypedDict, total=False):
    name: str
    max_bpm: float | None
    resting_bpm: float | None
    threshold_bpm: float | None
    heart_rate: Iterable[HeartRate]
    birth_year: int | None
    zones: str | None
    time_zone: str | None
    plan: StrPath | Iterable[StrPath] | None
    policy: Policy | None

class Limits(TypedDict, total=False):
    hold_max_s: float
    gpx_pause_s: float
    clock_jump_s: float
    session_gap_s: float
    coverage_min_pct: float
    heart_rate_step_bpm: float
    cadence_lock_window_s: float
    cadence_lock_share_pct: float
    cadence_lock_within_bpm: float
    flat_line_s: float
    plateau_within_s: float
    plateau_fall_bpm: float
    plateau_fall_s: float
    no_effort_below_max_bpm: float
    no_effort_above_max_bpm: float
    no_effort_s: float
    no_effort_speed_pct: float
    intensity_pass_pct: float
    intensity_warn_pct: float
    surge_pass_s: float
    surge_warn_s: float
    surge_min_s: float
    surge_dip_s: float
    surge_start_s: float
    surge_pace_rise_pct: float
    duration_pass_min_min: float
    duration_pass_max_min: float
    duration_warn_min_min: float
    duration_warn_max_min: float
    hill_gain_m: float
    hill_grade_pct: float
    hill_length_m: float
    hill_dip_m: float
    steep_grade_pct: float
    steep_length_m: float
    terrain_steep_m: float
    terrain_ascent_m_per_km: float
    hills_pass_s: float
    effort_spike_after_s: float
    effort_spike_fail_s: float
    effort_spikes_warn: float
    effort_spike_ratio: float
    effort_spike_min_s: float
    warmup_min: float
    warmup_over_median_pct: float
    warmup_run_min: float
    rpe_pass: float
    rpe_fail: float
    rest_advice_rpe: float
    rest_advice_feel: float
    walking_cadence_spm: float
    walking_speed_m_s: float
    walking_share_pct: float
    fragment_min: float
    fragment_m: float
    hard_z4_min: float
    hard_training_effect: float
    hard_anaerobic_effect: float
    hard_rpe: float
    hard_load_ratio: float
    load_days: float
    long_min: float
    long_share_pct: float
    usual_days: float
    usual_runs_min: float
    other_sport_min: float
    recovered_within_h: float
    recovery_words: list[str]
    race_words: list[str]
    hard_words: list[str]
    long_words: list[str]
    easy_words: list[str]
    placed_within_h: float
    filler_after_h: float
    one_recovery_run_from: float
    two_recovery_runs_from: float
    three_recovery_runs_from: float
    four_recovery_runs_from: float
    monotony_warn: float
    monotony_critical: float
    resting_days: float
    resting_rise_bpm: float
    resting_rise_pct: float
    week_start: Literal["monday", "sunday"]
