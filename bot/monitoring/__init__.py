"""Health of the desk itself: checks, alerts to the staff, metrics for Prometheus."""
