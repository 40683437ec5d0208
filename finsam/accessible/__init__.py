"""Whether a rendered report can be read by everyone: its pages, its pdf and its Word document, before it is published.

What can be told from the files alone is told everywhere; axe-core runs over the pages where it and a Chromium are.
"""
