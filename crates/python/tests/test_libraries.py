"""The libraries of data frames read the tables as they are, with real types."""

from datetime import date, datetime, timezone

import pytest
import recoup


@pytest.fixture(scope="module")
def report():
    return recoup.report("testdata", cache=False)


def test_polars(report):
    import polars

    for table in (report.runs, report.weeks, report.files):
        frame = polars.DataFrame(table)
        assert frame.shape == table.shape
        assert frame.columns == table.column_names
        assert frame.to_dicts() == table.to_dicts()
    runs = polars.DataFrame(report.runs)
    assert runs.schema["start_utc"] == polars.Datetime("ms", "UTC")
    assert runs.schema["start_local"] == polars.Datetime("ms")
    assert runs.schema["hr_max_from"] == polars.Date


def test_pyarrow(report):
    import pyarrow

    for table in (report.runs, report.weeks, report.files):
        read = pyarrow.table(table)
        assert read.to_pylist() == table.to_dicts()
        read.validate(full=True)
    runs = pyarrow.table(report.runs).schema
    assert runs.field("start_utc").type == pyarrow.timestamp("ms", "UTC")
    assert runs.field("hr_max_from").type == pyarrow.date32()
    assert runs.field("timer_s").metadata[b"unit"] == b"s"
    assert pyarrow.schema(report.runs).equals(runs)


def test_a_requested_schema_is_honoured(report):
    import pyarrow

    own = pyarrow.table(report.runs)
    wanted = pyarrow.schema(
        [
            field.with_type(pyarrow.timestamp("us", field.type.tz))
            if pyarrow.types.is_timestamp(field.type)
            else field.with_type(pyarrow.large_string())
            if pyarrow.types.is_string(field.type)
            else field
            for field in own.schema
        ]
    )
    read = pyarrow.table(report.runs, schema=wanted)
    assert read.schema.types == wanted.types
    assert read.to_pylist() == own.to_pylist()


def test_what_cannot_be_cast_keeps_its_type(report):
    import pyarrow

    own = pyarrow.schema(report.runs)
    wanted = [field.with_type(pyarrow.int8()) if field.name in ("file", "distance_m") else field for field in own]
    capsule = pyarrow.schema(wanted).__arrow_c_schema__()
    read = pyarrow.RecordBatchReader._import_from_c_capsule(report.runs.__arrow_c_stream__(capsule)).read_all()
    assert read.schema.types == own.types
    assert read.to_pylist() == report.runs.to_dicts()
    few = pyarrow.schema(wanted[:3]).__arrow_c_schema__()
    read = pyarrow.RecordBatchReader._import_from_c_capsule(report.runs.__arrow_c_stream__(few)).read_all()
    assert read.num_columns == report.runs.shape[1]


def test_pandas(report):
    import pandas

    runs = pandas.DataFrame.from_arrow(report.runs)
    assert runs.shape == report.runs.shape
    assert str(runs["start_utc"].dtype) == "datetime64[ms, UTC]"
    assert runs["verdict"].tolist() == report.runs["verdict"]
    assert runs["timer_s"].tolist() == report.runs["timer_s"]


def test_duckdb(report):
    import duckdb

    weeks = report.weeks
    rows = duckdb.sql("select week, week_start, recovery_runs from weeks order by week").fetchall()
    assert rows == list(zip(weeks["week"], weeks["week_start"], weeks["recovery_runs"]))
    runs = report.runs
    types = duckdb.sql("select start_utc, start_local, hr_max_from from runs").types
    assert [str(one) for one in types] == ["TIMESTAMP WITH TIME ZONE", "TIMESTAMP_MS", "DATE"]
    assert len(runs) == duckdb.sql("select count(*) from runs").fetchall()[0][0]


def test_the_table_alone(report):
    runs = report.runs
    assert len(runs) == runs.shape[0] == len(runs["file"])
    assert "verdict" in runs and "verdikt" not in runs
    assert list(runs) == runs.column_names
    assert (runs.units["timer_s"], runs.units["z1_low_bpm"]) == ("s", "beats/min")
    assert runs.units["file"] is None
    assert "timer time" in runs.meanings["timer_s"]
    row = runs.to_dicts()[0]
    assert isinstance(row["start_utc"], datetime)
    assert row["start_utc"].tzinfo == timezone.utc
    assert row["start_local"].tzinfo is None
    assert isinstance(report.weeks["week_start"][0], date)
    with pytest.raises(KeyError, match="did you mean verdict"):
        runs["verdikt"]


def test_an_empty_report_keeps_its_types(tmp_path):
    import polars

    empty = recoup.report(tmp_path)
    assert len(empty.runs) == len(empty.weeks) == len(empty.files) == 0
    assert polars.DataFrame(empty.runs).schema["start_utc"] == polars.Datetime("ms", "UTC")
    assert empty.answer is None
    assert empty.athletes == []
    assert "<html" in empty.page()
    assert "No runs" in empty._repr_html_()
