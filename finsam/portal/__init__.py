"""reports/index.html: the page over all reports that are built."""
