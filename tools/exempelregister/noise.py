"""Random numbers that are the same in every run: uniform and normal ones from the generator whose stream NumPy keeps."""

from __future__ import annotations

import hashlib

import numpy as np

from tools.exempelregister.features import SEED


def chance(subject: str) -> np.random.RandomState:
    """Random numbers of one subject, so that a new subject leaves the others' as they are."""
    digest = hashlib.sha256(f"{SEED}/{subject}".encode()).digest()
    return np.random.RandomState(int.from_bytes(digest[:4], "little"))


def smooth(subject: str, size: int, next_to: float) -> np.ndarray:
    """Normal numbers of variance one in which each has the correlation next_to with the one before."""
    return autocorrelated(subject, (), size, next_to)


def autocorrelated(subject: str, shape: tuple[int, ...], steps: int, coefficient: float) -> np.ndarray:
    """AR(1) series of variance one, shape + (steps,), stationary from the first step."""
    shocks = chance(subject).standard_normal((steps, *shape))
    found = np.empty_like(shocks)
    found[0] = shocks[0]
    spread = np.sqrt(1 - coefficient**2)
    for at in range(1, steps):
        found[at] = coefficient * found[at - 1] + spread * shocks[at]
    return np.moveaxis(found, 0, -1)


def counted(subject: str, persons: np.ndarray, share: np.ndarray, spread: float) -> np.ndarray:
    """How many of the persons, whole numbers: about share of them, with spread times the variance of a binomial."""
    expected = persons * share
    drawn = expected + chance(subject).standard_normal(expected.shape) * np.sqrt(
        spread * expected * (1 - share)
    )
    return np.clip(np.rint(drawn), 0, persons).astype(np.int64)


def between(points: tuple[tuple[float, float], ...], at: np.ndarray) -> np.ndarray:
    """The logarithm of a level at some times, in straight lines between the given ones."""
    times, levels = zip(*points, strict=True)
    return np.interp(at, times, np.log(levels))
