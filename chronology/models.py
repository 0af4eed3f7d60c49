"""No tables of its own: this app only reads."""
