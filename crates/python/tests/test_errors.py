"""Errors are exceptions of Python's own classes, and no resource stays open."""

import gzip
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import zipfile
from pathlib import Path

import pytest
import recoup

RUN = "testdata/activities/2026-03-15-100000.fit"


@pytest.mark.parametrize("call", [recoup.read, recoup.grade, recoup.samples, recoup.report, recoup.measure])
def test_a_path_that_is_not_there(call, tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        call(tmp_path / "run.fit")
    assert caught.value.filename == str(tmp_path / "run.fit")
    assert caught.value.errno == 2


def test_a_folder_is_for_report(tmp_path):
    for call in (recoup.read, recoup.grade, recoup.samples):
        with pytest.raises(IsADirectoryError, match="recoup.report"):
            call(tmp_path)
    with pytest.raises(IsADirectoryError, match="recoup.report"):
        recoup.measure(tmp_path)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043") + bytes(5000))
    return path


def test_a_photo(photo):
    for call in (recoup.read, recoup.grade, recoup.samples):
        with pytest.raises(recoup.UnreadableError, match="photo.jpg: holds no activity: .*"):
            call(photo)
    assert issubclass(recoup.UnreadableError, ValueError)
    report = recoup.report(photo)
    assert (report.files["status"], report.answer) == (["skipped"], None)
    assert recoup.finish([recoup.measure(photo)]).files["status"] == ["skipped"]


def test_a_bomb(tmp_path):
    bomb = tmp_path / "bomb.gpx.gz"
    with gzip.open(bomb, "wb") as file:
        for _ in range(1100):
            file.write(b"<gpx><trk><trkseg>" + b" " * (1 << 20))
    assert bomb.stat().st_size < 2_000_000
    for call in (recoup.read, recoup.grade):
        with pytest.raises(recoup.UnreadableError, match="limit"):
            call(bomb)
    assert recoup.report(bomb).files["status"] == ["unreadable"]


def test_damaged_bytes():
    with open(RUN, "rb") as file:
        data = file.read()
    assert recoup.read(data[: len(data) // 2])[0].is_partial
    with pytest.raises(recoup.UnreadableError, match="line 1"):
        recoup.read(b"<gpx><trk><trkseg><trkpt lat=")
    with pytest.raises(recoup.UnreadableError):
        recoup.read(b"")


def test_wrong_keys_and_values():
    for call, message in [
        (lambda: recoup.Athlete(max_hr=190), "`max_hr`; did you mean `max_bpm`"),
        (lambda: recoup.Athlete(week_start="sunday"), r"policy=Policy\(week_start=...\)"),
        (lambda: recoup.Policy(duration_max_min=60), "did you mean `duration_pass_max_min`"),
        (lambda: recoup.Policy(max_bpm=190), "`max_bpm` of Athlete"),
        (lambda: recoup.grade(RUN, maxhr=190), "`maxhr`; did you mean `max_bpm`"),
        (lambda: recoup.Athlete(max_bpm=99), "`max_bpm` is 99: it must be from 100 to 240 bpm"),
        (lambda: recoup.Athlete(zones="garmn"), "did you mean garmin"),
        (lambda: recoup.Athlete(time_zone="Oslo"), "did you mean Europe/Oslo"),
        (lambda: recoup.Athlete(heart_rate=[{"max_hr": 190}]), "did you mean `max_bpm`"),
        (lambda: recoup.Policy(surge_pass_s=-1), "`surge_pass_s` is -1"),
        (lambda: recoup.report("testdata", since="yesterday"), 'since="yesterday": write a date'),
        (lambda: recoup.report("testdata", since="2026-04-01", until="2026-03-01"), "after"),
        (lambda: recoup.report("testdata", threads=-1), "threads: a number from 0, not -1"),
        (lambda: recoup.report("testdata", last_weeks=-1), "last_weeks"),
        (lambda: recoup.samples(RUN, session=-1), "session"),
        (lambda: recoup.samples(RUN, session=9), "no session 9"),
        (lambda: recoup.finish([b"rubbish"]), "not a result of recoup.measure"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()
    with pytest.raises(TypeError):
        recoup.Athlete(max_bpm=object())
    with pytest.raises(TypeError):
        recoup.read(7)
    with pytest.raises(TypeError, match="an Athlete, not dict"):
        recoup.grade(RUN, athlete={"max_bpm": 190})
    with open(RUN, "rb") as file, pytest.raises(TypeError, match=r"file.read\(\)"):
        recoup.report(file)


def test_values_without_end():
    """Without a check, each of these values would end the process by recursion."""
    endless = []
    endless.append(endless)
    for call in (
        lambda: recoup.Policy(recovery_words=endless),
        lambda: recoup.Athlete(zones=endless),
        lambda: recoup.grade(RUN, max_bpm=endless),
        lambda: recoup.Athlete(max_bpm=10**30),
    ):
        with pytest.raises((TypeError, ValueError)):
            call()
    for call in (recoup.grade, recoup.samples, recoup.read, recoup.report, recoup.measure):
        for path in ("a/" * 4000, "a/" * 100_000):
            with pytest.raises(OSError):
                call(path)
        with pytest.raises(ValueError):
            call("a\0b")
        with pytest.raises(ValueError):
            call("a\ud800b")


def test_bytes_are_no_folder_of_their_name(tmp_path, monkeypatch):
    data = Path(RUN).read_bytes()
    (tmp_path / "-").mkdir()
    monkeypatch.chdir(tmp_path)
    assert recoup.grade(data, max_bpm=190)[0].verdict == recoup.report(data, max_bpm=190).runs["verdict"][0]
    assert len(recoup.samples(data)) == len(recoup.read(data)[0])


def test_no_thread_can_be_started():
    code = textwrap.dedent(
        """
        import os, resource, sys, recoup
        os.setuid(65534)
        resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
        data = sys.stdin.buffer.read()
        runs = [recoup.grade(data), recoup.report(data, cache=False).runs, recoup.read(data)[0]]
        runs.append(recoup.finish([recoup.measure(data)]).runs)
        print(*map(len, runs))
        """
    )
    if os.getuid():
        pytest.skip("needs root, to become a user with a limit of processes")
    with open(RUN, "rb") as file:
        done = subprocess.run([sys.executable, "-c", code], stdin=file, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("1 1 2401 1\n", "")


def test_an_error_in_an_athlete_file_names_the_line(tmp_path):
    file = tmp_path / "athlete.toml"
    file.write_text("name = 'Kari'\nmax_hr = 190\n")
    with pytest.raises(ValueError, match=r"athlete.toml: line 2: unknown key `max_hr`"):
        recoup.Athlete.from_file(file)
    with pytest.raises(ValueError, match=r"line 2"):
        recoup.report(tmp_path)
    with pytest.raises(FileNotFoundError):
        recoup.Athlete.from_file(tmp_path / "none.toml")
    with pytest.raises(IsADirectoryError):
        recoup.Athlete.from_file(tmp_path)
    file.write_bytes(b"name = '\xff'\n")
    with pytest.raises(ValueError, match="UTF-8"):
        recoup.Athlete.from_file(os.fsencode(file))
    with pytest.raises(FileNotFoundError):
        recoup.report("testdata", plan=tmp_path / "plan.csv")


def test_what_progress_raises_ends_the_report():
    class Enough(Exception):
        pass

    def progress(done, total):
        assert 0 < done <= total == 25
        raise Enough

    with pytest.raises(Enough):
        recoup.report("testdata", progress=progress, cache=False)


def test_progress_ends_with_all_files():
    seen = []
    recoup.report("testdata", progress=lambda *now: seen.append(now), cache=False)
    assert seen[-1] == (25, 25)
    assert recoup.report("testdata", progress=True).files.shape[0] == 25


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A folder that takes a while to read: copies of a run, all different."""
    folder = tmp_path_factory.mktemp("many")
    with open(RUN, "rb") as file:
        data = file.read()
    for number in range(1500):
        (folder / f"{number}.fit").write_bytes(data + number.to_bytes(4, "little"))
    return folder


def test_ctrl_c_stops_a_report(many):
    """A thread sends SIGINT to the process while the main thread reads."""
    timer = threading.Timer(0.15, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        for _ in range(100):
            recoup.report(many, cache=False, threads=1)
    assert time.monotonic() - began < 30
    timer.join()
    assert len(recoup.report("testdata").runs) > 0


def test_ctrl_c_while_another_thread_reads(many):
    """The main thread gets the interrupt. The report in the other thread continues to its end."""
    code = textwrap.dedent(
        """
        import os, signal, sys, threading, time, recoup
        results = []
        thread = threading.Thread(target=lambda: results.append(recoup.report(sys.argv[1], cache=False)))
        thread.start()
        time.sleep(0.1)
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
            print("not interrupted")
        except KeyboardInterrupt:
            thread.join()
            print(len(results[0].files))
        """
    )
    done = subprocess.run([sys.executable, "-c", code, many], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("1500\n", "")


def test_other_threads_run_meanwhile(many):
    """The GIL is released: a thread continues to count while a report is made."""
    ticks, stop = [0], threading.Event()

    def tick():
        while not stop.wait(0.001):
            ticks[0] += 1

    thread = threading.Thread(target=tick)
    thread.start()
    began = time.monotonic()
    recoup.report(many, cache=False, threads=1)
    took = time.monotonic() - began
    stop.set()
    thread.join()
    # If the GIL were held, the thread could count at most once.
    assert ticks[0] > 10, took


def test_nothing_is_left_open(many, photo, tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.write(RUN, "run.fit")
    fds = "/proc/self/fd"
    if not os.path.isdir(fds):
        pytest.skip("needs /proc")

    def work():
        for source in (photo, tmp_path / "export.zip", tmp_path / "none", many / "1.fit"):
            for call in (recoup.read, recoup.grade, recoup.report, recoup.measure):
                try:
                    call(source)
                except (OSError, ValueError):
                    pass

    work()
    before = (len(os.listdir(fds)), threading.active_count())
    for _ in range(5):
        work()
    assert (len(os.listdir(fds)), threading.active_count()) == before
