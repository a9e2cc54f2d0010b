"""Run the command line by ``python -m renewtrack``."""

from __future__ import annotations

import sys

from renewtrack import cli

sys.exit(cli.main())
