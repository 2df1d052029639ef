"""Every fault that was seen has a test that names it, and the page that joins the two says what the tests say."""

from __future__ import annotations

from mark_pages import FAULTS

SEEN = {f"F-{i}" for i in (*range(1, 6), *range(10, 18), *range(20, 46), 56, 60, 61, *range(65, 69))} | {
    f"S-{i}" for i in range(1, 17)
}


def test_every_fault_has_a_test() -> None:
    assert SEEN - set(FAULTS.marked()) == set()


def test_the_page_names_every_fault_once() -> None:
    assert sorted(FAULTS.listed()) == sorted(SEEN)


def test_the_page_is_what_the_marks_say() -> None:
    assert FAULTS.page() == FAULTS.path.read_text("utf-8"), "run `make marks`"
