"""The whole desk beside a bare echo bot, against the same Bot API server, in one run."""
