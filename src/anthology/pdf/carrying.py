"""An order carried out, whatever WeasyPrint makes of it."""

import threading
from typing import TypeAlias

from msgspec import Struct

from anthology.errors import AnthologyError, Finding
from anthology.pdf import RendererFailedError
from anthology.pdf.orders import Made, Order, Shared
from anthology.pdf.surroundings import same_everywhere


class Refused(Struct, frozen=True, kw_only=True):
    """What cannot be set: a typeface or a file is missing."""

    findings: tuple[Finding, ...]


class Broken(Struct, frozen=True, kw_only=True):
    """What the renderer failed on."""

    detail: str
    """What it said."""
    memory: bool = False
    """Whether there was too little memory."""


NO_MEMORY = Broken(detail="out of memory", memory=True)

Outcome: TypeAlias = Made | Refused | Broken


_ONE_BY_ONE = threading.Lock()
"""What carries orders out may have threads, and a setter is not made for more than one."""


def carry_out(shared: Shared, order: Order) -> Outcome:
    """Return what an order asks for, or why there is nothing."""
    with _ONE_BY_ONE, same_everywhere():  # WeasyPrint asks for fonts as soon as it is imported
        from weasyprint.urls import FatalURLFetchingError

        from anthology.pdf.setter import setter
        from anthology.pdf.setting import refused

        try:
            return setter(shared).carry_out(order)
        except AnthologyError as problem:
            return Refused(findings=problem.findings)
        except FatalURLFetchingError as problem:
            return Refused(findings=(refused(problem),))
        except MemoryError:
            return NO_MEMORY
        except Exception as failure:
            return Broken(detail=str(RendererFailedError(failure)))
