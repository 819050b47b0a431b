"""All metrics for Prometheus; docs/metrics.md explains each.

Counters and histograms are updated where something happens, gauges when they are scraped.
"""

from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

# The library adds a second series for each counter, its time of creation, unless told otherwise.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library annotates all but this

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

SPANS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)  # seconds

BUILD = Info("nightdesk_build", "The version of the program.", registry=REGISTRY)
BUILD.info({"version": version("nightdesk")})

POLLS = Counter("nightdesk_polls", "Polls of Telegram, by outcome.", ["outcome"], registry=REGISTRY)
RECEIVED = Counter("nightdesk_updates_received", "Updates that were stored.", registry=REGISTRY)
HANDLED = Counter(
    "nightdesk_updates_handled", "Attempts to handle an update, by outcome.", ["outcome"], registry=REGISTRY
)
HANDLING = Histogram(
    "nightdesk_update_handling_seconds",
    "From the storing of an update to the end of its handling.",
    registry=REGISTRY,
    buckets=SPANS,
)
DELIVERIES = Counter(
    "nightdesk_deliveries", "Attempts to send something to Telegram, by outcome.", ["outcome"], registry=REGISTRY
)
DELIVERY = Histogram(
    "nightdesk_delivery_seconds",
    "From the writing of a message to its acceptance by Telegram.",
    registry=REGISTRY,
    buckets=SPANS,
)
JOBS = Counter("nightdesk_jobs", "Scheduled jobs, by outcome.", ["outcome"], registry=REGISTRY)

HEARD = Gauge(
    "nightdesk_last_heard_timestamp_seconds", "The last contact with Telegram; 0 for never.", registry=REGISTRY
)
INBOX = Gauge("nightdesk_inbox_updates", "Updates that are not handled, by state.", ["state"], registry=REGISTRY)
INBOX_AGE = Gauge("nightdesk_inbox_oldest_age_seconds", "Age of the oldest update that waits.", registry=REGISTRY)
OUTBOX = Gauge("nightdesk_outbox_messages", "Messages that are not sent.", registry=REGISTRY)
OUTBOX_AGE = Gauge("nightdesk_outbox_oldest_age_seconds", "Age of the oldest message that waits.", registry=REGISTRY)
TICKETS = Gauge("nightdesk_tickets", "Active tickets, by state.", ["state"], registry=REGISTRY)
WAITING = Gauge("nightdesk_customers_waiting", "Customers who wait for a person's reply.", registry=REGISTRY)
OVERDUE = Gauge("nightdesk_promises_overdue", "Promises whose time has passed without a reply.", registry=REGISTRY)
DISK = Gauge("nightdesk_disk_free_bytes", "Space left on the disk that holds the database.", registry=REGISTRY)
HEALTH_ISSUES = Gauge("nightdesk_health_issue", "1 while the desk has this issue.", ["issue"], registry=REGISTRY)
