"""How Chartside comes to a Debian machine: package, signatures, repository, and the clean machine that tries them."""
