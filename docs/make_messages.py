"""Make docs/messages.md from the catalogue in finsam/messages/: `python docs/make_messages.py`.

What stands above the line LINE of the page is written by hand and stays.
"""

from __future__ import annotations

import re
from pathlib import Path

from finsam.messages import Message, Subject, subjects

PAGE = Path(__file__).parent / "messages.md"
LINE = "<!-- Made by docs/make_messages.py from finsam/messages/: don't edit below. -->"


def page(written: str) -> str:
    """The page as it should be, with the part above LINE as it is written."""
    above = written.partition(LINE)[0]
    return "\n".join([above + LINE, "", *map(_section, subjects())])


def _section(subject: Subject) -> str:
    lines = [
        f"## {subject.title}",
        "",
        subject.about,
        "",
        "| Code | What is the matter | What to do |",
        "|---|---|---|",
    ]
    return "\n".join([*lines, *map(_row, sorted(subject.messages, key=lambda message: message.code)), ""])


def _row(message: Message) -> str:
    other = [severity for severity in message.severities if severity != "error"]
    told = f" ({', '.join(message.severities)})" if other else ""
    return f"| `{message.code}`{told} | {_cell(message.cause)} | {_cell(message.remedy)} |"


def _cell(text: str) -> str:
    """Text of a cell; names of files, options and the like are left as they are, signs of tables and tags are not."""
    return re.sub(r"([|<>])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
