# SPDX-License-Identifier: EUPL-1.2
"""What the tests stand on: a throw-away PostgreSQL, the real binary, an HTTP client, a report."""
