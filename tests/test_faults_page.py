"""Every fault that was seen has a test that names it, and the page that joins the two says what the tests say."""

from __future__ import annotations

from fault_marks import PAGE, ROW, marked, page

SEEN = {f"F-{i}" for i in (*range(1, 6), *range(10, 18), *range(20, 46), 56, 60, 61, *range(65, 69))} | {
    f"S-{i}" for i in range(1, 17)
}


def test_every_fault_has_a_test() -> None:
    assert SEEN - set(marked()) == set()


def test_the_page_names_every_fault_once() -> None:
    listed = [match[1] for match in ROW.finditer(PAGE.read_text("utf-8"))]
    assert sorted(listed) == sorted(SEEN)


def test_the_page_is_what_the_marks_say() -> None:
    assert page() == PAGE.read_text("utf-8"), "run `make faults`"
