# SPDX-License-Identifier: GPL-3.0-or-later
"""The one import of every slow test: finds tests/support however the tests were started."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from support.broadsheet import *  # noqa: E402,F401,F403
from support.broadsheet import Archive, ArchiveCase, Case, Run  # noqa: E402,F401
