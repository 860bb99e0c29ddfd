"""Compiled templates, kept beside Python's own compiled modules, where those may be written."""

import marshal
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from anthology.fingerprint import digest, whole_program

_DIGEST = 32
"""Bytes of a SHA-256."""


class Compiled(BytecodeCache):
    """Compiled templates in the folder `__pycache__` of a folder, for this very program only."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the templates."""
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that this program has compiled before."""
        with suppress(OSError):
            data = self._file(bucket).read_bytes()
            code = data[_DIGEST:]
            if data[:_DIGEST] == _sealed(bucket, code):
                bucket.code = marshal.loads(code)  # noqa: S302 - ours, as what Python keeps there

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where that is possible."""
        if sys.dont_write_bytecode:
            return
        path = self._file(bucket)
        temporary = path.with_name(f"{path.stem}.{os.urandom(8).hex()}.pyc")
        code = marshal.dumps(bucket.code)
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            try:
                temporary.write_bytes(_sealed(bucket, code) + code)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)

    def _file(self, bucket: Bucket) -> Path:
        return Path(cache_from_source(os.fspath(self._folder / f"{bucket.key}.j2")))


def _sealed(bucket: Bucket, code: bytes) -> bytes:
    return digest((whole_program(), bucket.checksum.encode(), code))
