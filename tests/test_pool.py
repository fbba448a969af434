"""Work in several processes: every thing has its answer, and what is lost is only what was held."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import InputError, KgError, NotFoundError
from kg.pool import cores, each


def double(number: int) -> int:
    return 2 * number


def misbehave(what: str) -> str:
    """Do what the word says; anything else comes back."""
    if what == "exit":
        os._exit(3)
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "hang":
        time.sleep(600)
    if what == "refuse":
        raise NotFoundError("no such thing", where="a.txt", fix="look again")
    if what == "raise":
        raise ZeroDivisionError("of a\nplug-in")
    return what


def patient(_: object) -> float:
    return 60.0


def hasty(what: str) -> float:
    return 0.01 if what == "hang" else 60.0


@pytest.mark.parametrize("jobs", [1, 2, 7])
@pytest.mark.parametrize("size", [0, 1, 2, 30])
def test_every_thing_is_answered_once(jobs, size):
    found = list(each(range(size), double, jobs=jobs, seconds=patient))
    assert sorted(found) == [(n, 2 * n) for n in range(size)]


def test_results_of_any_size_come_through():
    (found,) = each([5_000_000], bytes, jobs=1, seconds=patient)
    assert found == (0, bytes(5_000_000))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("exit", "ends the process that reads it (exit code 3)"),
        ("kill", "ends the process that reads it (signal 9)"),
        ("hang", "takes too long to read"),
        ("raise", "cannot be read: ZeroDivisionError: of a plug-in"),
        ("refuse", "no such thing"),
    ],
)
def test_one_that_fails_costs_nothing_else(jobs, what, message):
    things = ["a", what, "b", "c", what, "d"]
    found = dict(each(things, misbehave, jobs=jobs, seconds=hasty))
    assert [found[n] for n in (0, 2, 3, 5)] == ["a", "b", "c", "d"]
    for number in (1, 4):
        assert isinstance(found[number], KgError)
        assert found[number].what == message
        assert found[number].fix


def test_an_error_keeps_its_class_place_and_fix():
    ((_, error),) = each(["refuse"], misbehave, jobs=1, seconds=patient)
    assert isinstance(error, NotFoundError)
    assert (error.where, error.fix, error.exit_code) == ("a.txt", "look again", 4)


def test_a_lost_process_is_bad_input():
    ((_, error),) = each(["kill"], misbehave, jobs=1, seconds=patient)
    assert isinstance(error, InputError)


def test_things_are_taken_as_processes_get_free_not_all_at_once():
    taken = []

    def things():
        for number in range(50):
            taken.append(number)
            yield number

    running = each(things(), double, jobs=2, seconds=patient)
    next(running)
    assert len(taken) <= 4
    running.close()


def test_nobody_is_left_when_the_caller_stops():
    running = each(["a", "hang", "hang"], misbehave, jobs=3, seconds=patient)
    assert next(running) == (0, "a")
    running.close()
    assert multiprocessing.active_children() == []


def test_the_number_of_processors_is_at_least_one():
    assert cores() >= 1


PARENT = """
import os, sys, time
from kg.pool import each
def work(n):
    os.write(1, b"%d " % os.getpid())
    time.sleep(600)
list(each(range(2), work, jobs=2, seconds=lambda _: 600))
"""


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def test_ctrl_c_ends_every_process():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert parent.stdout
        told = b""
        while told.count(b" ") < 2:  # the lines of two processes may come in any pieces
            piece = os.read(parent.stdout.fileno(), 100)
            assert piece, "both processes say who they are"
            told += piece
        os.killpg(parent.pid, signal.SIGINT)
        parent.wait(30)
    finally:
        parent.kill()
        parent.stdout and parent.stdout.close()
        parent.wait()
    assert all(gone(int(pid)) for pid in told.split())
