"""What a report shows, written down with each build, and what differs between two reports."""
