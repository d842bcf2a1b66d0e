"""Use of the package that type checkers must accept, and must refuse."""

from pathlib import Path

import recoup

kari = recoup.Athlete(name="Kari", max_bpm=190, policy=recoup.Policy(duration_pass_max_min=50))
report = recoup.report([Path("a"), b"bytes"], athlete=kari, since="4w", progress=lambda done, total: None)
names: list[str] = report.runs.column_names
text: str = "" if report.answer is None else str(report.answer)
verdict: str = recoup.grade("run.fit", max_bpm=190, zones="garmin")[0].verdict
distance: float | None = recoup.read("run.fit")[0].distance_m
part: bytes = recoup.measure("run.fit", name="a/run.fit")
page: str = recoup.finish([part], athlete=kari).page()

recoup.Athlete(max_bpm="190")  # type: ignore[arg-type]
recoup.Policy(duration_max_min=60)  # type: ignore[call-arg]
recoup.grade("run.fit", max_hr=190)  # type: ignore[call-arg]
recoup.report(7)  # type: ignore[arg-type]
recoup.report("export.zip", max_hr=190)  # type: ignore[call-arg]
