# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Python tests of several folders share."""
