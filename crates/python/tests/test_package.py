"""The command in the package, the time of an import, and the documentation."""

import doctest
import os
import pydoc
import re
import signal
import subprocess
import sys
import time

import recoup
from conftest import COMMAND, python
from recoup import _functions, _settings


def test_the_command_is_whole(command, tmp_path):
    assert command("--version").stdout == f"recoup {recoup.__version__}\n"
    formats = "csv,json,ndjson,parquet,ipc,page"
    command("report", "testdata", "--format", formats, "--out", tmp_path, status=(1,))
    names = {path.name for path in tmp_path.iterdir()}
    ends = ["csv", "json", "ndjson", "parquet", "arrow"]
    tables = {f"{table}.{end}" for table in ("runs", "weekly", "files") for end in ends}
    assert names == tables | {"report.html"}
    assert os.listdir(os.environ["RECOUP_CACHE_DIR"])
    assert command("grade", "none.fit", status=(1,)).stderr.startswith("recoup: ")
    assert command("report", status=(2,)).stdout == ""


def test_the_module_is_the_command():
    done = subprocess.run([sys.executable, "-m", "recoup", "zones", "--max-hr", "190"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "fljuga" in done.stdout


def test_a_reader_that_stops_early_is_no_error():
    done = subprocess.run(f"{COMMAND} man report | head -n 1", shell=True, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_ends_the_command(tmp_path):
    data = open("testdata/activities/2026-03-15-100000.fit", "rb").read()
    for number in range(3000):
        (tmp_path / f"{number}.fit").write_bytes(data + number.to_bytes(4, "little"))
    options = ["--no-cache", "-j", "1", "--out", tmp_path / "out"]
    running = subprocess.Popen([COMMAND, "report", tmp_path, *options], stderr=subprocess.PIPE, text=True)
    time.sleep(0.4)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode in (130, -signal.SIGINT), errors
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in errors


def test_an_import_loads_no_other_package():
    loaded = python("import recoup, sys; print(*sys.modules)").stdout.split()
    assert not {"numpy", "pyarrow", "polars", "pandas", "json", "typing", "tqdm"} & set(loaded)


def test_doctests():
    for module in (recoup, _functions, _settings):
        done = doctest.testmod(module, globs={"recoup": recoup, **vars(module)})
        assert done.failed == 0
        assert done.attempted > 0


def test_help_is_a_page():
    text = pydoc.plain(pydoc.render_doc(recoup))
    for name in set(recoup.__all__) - {"__version__"}:
        assert name in text
    for item in (getattr(recoup, name) for name in recoup.__all__ if name != "__version__"):
        assert len(item.__doc__ or "") > 40, item
    for kind in (recoup.Table, recoup.Report, recoup.Run, recoup.Activity, recoup.Answer):
        for name, member in vars(kind).items():
            if not name.startswith("_"):
                assert member.__doc__, (kind, name)


def test_stubs_name_what_there_is():
    stubs = open(f"{os.path.dirname(recoup.__file__)}/_recoup.pyi").read()
    for kind in (recoup.Table, recoup.Report, recoup.Run, recoup.Activity, recoup.Answer):
        body = re.search(rf"class {kind.__name__}:\n((?:    .*\n)+)", stubs)[1]
        stubbed = set(re.findall(r"def (\w+)", body))
        real = {name for name in vars(kind) if not name.startswith("_")}
        assert {name for name in stubbed if not name.startswith("_")} == real


def test_print_says_what_the_weeks_were(tmp_path):
    report = recoup.report("testdata")
    assert str(report) == str(report.answer) == "\n".join(report.answer.sentences)
    assert str(recoup.report(tmp_path)).startswith("No runs to grade")
    assert str(recoup.report("testdata", since="2026-06-01")) != "None"


def test_a_notebook_shows_the_answer():
    html = recoup.report("testdata")._repr_html_()
    assert "recovery runs" in html
    assert html.count("<tr>") == 6
    assert recoup.report("testdata").weeks._repr_html_().count("<tr>") == 6
