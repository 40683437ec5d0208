"""Many reports: which are stale, run side by side, each by itself, and told as they go."""
