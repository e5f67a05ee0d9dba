"""What an item looks like in the table, and every key string."""
