"""What every long-running part of the process uses: the clock, wake-ups, background tasks, backoff, logs."""
