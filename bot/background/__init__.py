"""Work beside the handling of messages: scheduled jobs, backups, reloading of the FAQ, outage alerts, upgrades."""
