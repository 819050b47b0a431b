"""Running one desk on one machine, or on several that share a PostgreSQL database and Procrastinate's job queue."""
