"""The words of content security policies."""

from __future__ import annotations

import base64
import hashlib


def csp_hash(text: str) -> str:
    """A script or style that stands in a page, as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
