"""Effects of becoming a member: differences in differences with staggered entry, placebos, synthetic controls.

panel = Panel.of(table, first={"2460": 2014}, clusters={"2460": "Umeåregionen"})
found = effect_of(panel)
found.effect, found.interval, found.verdict
"""

from finsam.measures.effects.effect import (
    AFTER,
    BACK,
    BEFORE,
    FEWEST_OTHERS,
    LEAST_AFTER,
    LEAST_BEFORE,
    OTHER_WAY,
    Effect,
    Verdict,
    effect_of,
    usable,
)  # fmt: skip
from finsam.measures.effects.panel import NEVER, Panel
from finsam.measures.effects.synthetic import Placed, Synthetic, placed, synthetic

__all__ = [
    "AFTER", "BACK", "BEFORE", "FEWEST_OTHERS", "LEAST_AFTER", "LEAST_BEFORE", "NEVER", "OTHER_WAY", "Effect", "Panel",
    "Placed", "Synthetic", "Verdict", "effect_of", "placed", "synthetic", "usable",
]  # fmt: skip
