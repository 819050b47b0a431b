"""Work that runs beside the handling of messages: scheduled jobs, backups, reloading of the FAQ, upgrades."""
