"""Grade the runs of many athletes on Spark.

    spark-submit spark_report.py INPUT OUTPUT

INPUT holds a folder or a ZIP archive for each athlete, on any file system that Spark reads. OUTPUT gets
the tables runs, weeks and files as Parquet. The wheel `recoup` must be installed where Spark's workers
run Python, in the same version everywhere.
"""

import sys

import pyarrow as pa
import recoup
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema


def microseconds(table):
    """Return the schema of a table with Spark's timestamps, which are in microseconds."""
    schema = pa.schema(table)
    for place, field in enumerate(schema):
        if pa.types.is_timestamp(field.type):
            schema = schema.set(place, field.with_type(pa.timestamp("us", field.type.tz)))
    return schema


def measure_below(root):
    """Return the first step, which measures files: a row for each file."""

    def measure(batches):
        for batch in batches:
            rows = []
            for path, content in zip(batch["path"], batch["content"]):
                name = path.as_py().split(root, 1)[1].lstrip("/")
                athlete = name.split("/", 1)[0].removesuffix(".zip")
                measured = recoup.measure(content.as_py(), name=name)
                rows.append({"athlete": athlete, "measured": measured})
            schema = pa.schema({"athlete": pa.string(), "measured": pa.binary()})
            yield pa.RecordBatch.from_pylist(rows, schema)

    return measure


def finish_into(name, schema):
    """Return the second step, which makes the rows of a table from an athlete's measured files."""

    def finish(key, table):
        athlete = recoup.Athlete(name=key[0].as_py())  # with max_bpm, plan, policy if they are known
        report = recoup.finish(table["measured"].to_pylist(), athlete=athlete, last_weeks=None)
        return pa.table(getattr(report, name), schema=schema)

    return finish


def main(root, out):
    spark = SparkSession.builder.appName("recoup").getOrCreate()
    # A file is a row, and some rows are whole archives. Therefore batches have few rows.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
    # Moments stay in UTC in Parquet.
    spark.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(root)
    measured = (
        files.select("path", "content")
        .mapInArrow(measure_below(root), "athlete string, measured binary")
        .persist()
    )
    empty = recoup.finish([])
    for name in ("runs", "weeks", "files"):
        schema = microseconds(getattr(empty, name))
        spark_schema = from_arrow_schema(schema, prefer_timestamp_ntz=True)
        table = measured.groupBy("athlete").applyInArrow(finish_into(name, schema), spark_schema)
        table.write.mode("overwrite").parquet(f"{out}/{name}")
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2])
