"""Is this installation whole, and does it work on this machine? One page that IT can file."""
