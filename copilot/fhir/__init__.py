"""Where resources come from: files now, servers later. Nothing here interprets them."""
