"""The house style from `_brand.yml` in Quarto's format: colours, fonts and logo for plots, html, pdf and docx.

A förbund's own file says what differs from the repository's (docs/brand.md).
"""

from finsam.brand.colors import DARK, contrast, readable_on
from finsam.brand.fonts import FAMILY, FONTS, Font
from finsam.brand.layers import NAME, by_day
from finsam.brand.logo import Logo
from finsam.brand.read import Brand, brand_faults, brand_files, brand_of, load_brand

__all__ = [
    "DARK",
    "FAMILY",
    "FONTS",
    "NAME",
    "Brand",
    "Font",
    "Logo",
    "brand_faults",
    "brand_files",
    "brand_of",
    "by_day",
    "contrast",
    "load_brand",
    "readable_on",
]
