"""Mangling documents of keys and values by chance: JSON as a tree, YAML by its lines."""

from __future__ import annotations

import json
import random
from copy import deepcopy

from tools.fuzz.texts import ODD, as_bytes, as_text, exchanged, word

_VALUES = (None, True, -1, 0, 1e308, 10**30, "", "x", [], {}, [[]], {"": None}, "2024-02-30", "9" * 50)


def tree(content: bytes, chance: random.Random) -> bytes:
    """A value of a JSON document that becomes another one, goes, comes twice, or changes place."""
    try:
        document = json.loads(content)
    except ValueError:
        return word(content, chance)
    document = changed_tree(document, chance)
    return json.dumps(document, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def changed_tree(document: object, chance: random.Random) -> object:
    """The document with one place changed."""
    places = []

    def walk(node: object) -> None:
        keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            places.append((node, key))
            walk(node[key])

    walk(document)
    if not places:
        return chance.choice(_VALUES)
    node, key = chance.choice(places)
    how = chance.randrange(6)
    if how == 0:
        del node[key]
    elif how == 1:
        node[key] = deepcopy(chance.choice(_VALUES))
    elif how == 2:
        node[key] = chance.choice(ODD)
    elif how == 3:
        from_node, from_key = chance.choice(places)
        if from_key in (from_node if isinstance(from_node, dict) else range(len(from_node))):
            node[key] = deepcopy(from_node[from_key])
    elif how == 4 and isinstance(node, dict):
        node[str(chance.choice(ODD))] = node.pop(key)
    elif how == 5 and isinstance(node, list):
        node.insert(key, deepcopy(node[key]))
    else:
        node[key] = [node[key]]
    return document


def indent(content: bytes, chance: random.Random) -> bytes:
    """A line of YAML that is moved in or out, or whose key stands twice."""
    found = as_text(content).splitlines(keepends=True)
    if not found:
        return content
    at = chance.randrange(len(found))
    shift = chance.choice((-4, -2, -1, 1, 2, 4))
    found[at] = " " * shift + found[at] if shift > 0 else found[at].removeprefix(" " * -shift)
    return as_bytes("".join(found))


_YAML = (*ODD, "[]", "{}", "[a, b]", "{a: 1}", "-1", "1e5", "2024-13-01", "|", ">", "&a [*a, *a]", "yes")


def value(content: bytes, chance: random.Random) -> bytes:
    """A value of a YAML file that becomes an odd one or one of another type."""
    return exchanged(content, r"(?<=: )[^\n#]+|(?<=- )[^\n#]+", _YAML, chance)
