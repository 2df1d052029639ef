"""Numbers that a requirement had before it was given another one: lines 编号别名 on 参数配置 (decision N-77)."""

from __future__ import annotations

from reqsheets.domain.register.columns import number_of
from reqsheets.model.settings import Settings

ALIAS = "编号别名 "


def aliases(settings: Settings) -> dict[str, str]:
    """Return by the number that a requirement had the one that it has now."""
    found = {}
    for name, (_, value, _) in settings.parameters.items():
        number = number_of(value)
        if name.startswith(ALIAS) and number:
            found[name.removeprefix(ALIAS).strip()] = number
    return found
