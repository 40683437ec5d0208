"""Answers that are kept until a file is whole, so that a run that was killed goes on where it was."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from finsam.fetch.question import Call

#: Older answers are asked for again: an agency may have published since.
LONGEST = dt.timedelta(hours=24)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that it is seen whole or not at all. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(fresh).chmod(0o644)
        Path(fresh).replace(file)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise


class Kept:
    """The finished answers of one file, by the question that each of them answers."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __len__(self) -> int:
        return len(list(self.folder.glob("*.json"))) if self.folder.is_dir() else 0

    def get(self, question: object, now: dt.datetime) -> tuple[Call, bytes] | None:
        """The call and its body; None unless it is whole, of this very question and recent."""
        file = self._file(question)
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            found = json.loads(file.read_bytes())
            body = found["body"].encode()
            whole = hashlib.sha256(body).hexdigest() == found["sha256"] and found["question"] == question
            call = Call(**found["call"])
            age = now - dt.datetime.fromisoformat(call.when)
            if whole and dt.timedelta(0) <= age <= LONGEST:
                return call, body
        return None

    def put(self, question: object, call: Call, body: bytes) -> None:
        """Keep an answer (UTF-8). Raises OSError."""
        sha256 = hashlib.sha256(body).hexdigest()
        whole = {"question": question, "call": asdict(call), "sha256": sha256, "body": body.decode()}
        write_whole(self._file(question), json.dumps(whole, ensure_ascii=False).encode())

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _file(self, question: object) -> Path:
        name = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
        return self.folder / f"{name[:32]}.json"
