"""What Babel writes of dates, imported without pytz.

With it Babel opens a file for each time zone there is, and no date of a book has a time zone.
"""

import sys

_HIDDEN = sys.modules.setdefault("pytz", None) is None  # type: ignore[arg-type]  # none such
try:
    from babel.dates import format_date, format_skeleton, get_month_names
finally:
    if _HIDDEN:
        del sys.modules["pytz"]

__all__ = ["format_date", "format_skeleton", "get_month_names"]
