"""Traditional characters and the simplified ones that say the same; where one has several, the usual one.

characters.csv holds the characters of OpenCC's table TSCharacters (Apache License 2.0) within Unicode's first plane.
"""

from __future__ import annotations

import csv
from importlib.resources import files

OURS = {"帳": "账", "瞭": "了"}  # in an office it is the account, not the curtain


def _table() -> dict[int, str]:
    text = files("reqsheets.matching").joinpath("characters.csv").read_text(encoding="utf-8")
    found = {row["traditional"]: row["simplified"] for row in csv.DictReader(text.splitlines())}
    return {ord(traditional): simplified for traditional, simplified in (found | OURS).items()}


SIMPLIFIED = _table()
