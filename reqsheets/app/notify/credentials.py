"""Secrets of channels, from the environment or the system's key ring; never from a workbook, never told to anybody."""

from __future__ import annotations

import os
from importlib.util import find_spec

SERVICE = "reqsheets"
PREFIX = "REQSHEETS_"


def credential(name: str) -> str:
    """Return a secret by its name, such as SMTP_PASSWORD: the environment's REQSHEETS_NAME, else the key ring's; ""."""
    value = os.environ.get(f"{PREFIX}{name}", "").strip()
    if value or find_spec("keyring") is None:
        return value
    import keyring
    from keyring.errors import KeyringError

    try:
        return (keyring.get_password(SERVICE, name) or "").strip()
    except KeyringError:  # no key ring on this machine, or it is locked
        return ""
