"""A package written anew in memory for calamine, some parts replaced or left out; never saved."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from reqsheets.xlsx.package.package_check import Package

UNREAD = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "docprops/")


def repacked(package: Package, instead: Mapping[str, bytes | None]) -> bytes:
    """Return the package with these parts (spelled in lower case) replaced, or left out where None."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, member in package.members.items():
            if name not in instead and not name.startswith(UNREAD):
                archive.writestr(member.filename, b"".join(package.chunks(name)))
        for name, content in instead.items():
            if content is not None:
                archive.writestr(package.members[name].filename, content)
    return target.getvalue()
