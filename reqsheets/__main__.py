"""`python -m reqsheets`."""

from __future__ import annotations

import sys

from reqsheets.cli import main

if __name__ == "__main__":  # worker processes import this file too
    sys.exit(main())
