"""Values that cannot be: they are told where they stand and enter no mean."""

from __future__ import annotations

from reqsheets.model.plan import Value
from reqsheets.model.settings import as_decimal
from reqsheets.model.spec import ColumnSpec


def plausible(column: ColumnSpec, value: Value) -> bool:
    """Tell whether a number lies between the least and the most of its column; no text is too high or low."""
    number = as_decimal(value)
    if number is None:
        return True
    low, high = column.minimum, column.maximum
    return (low is None or float(number) >= low) and (high is None or float(number) <= high)
