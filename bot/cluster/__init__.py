"""One machine, or several that share the work of one desk: PostgreSQL and Procrastinate stand between them."""
