"""What Chartside is connected to, and what it was kept from: shown live."""
