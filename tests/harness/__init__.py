"""What tests stand on: a throw-away PostgreSQL, an htmx client, a browser, and traps for quiet faults."""
