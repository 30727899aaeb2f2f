"""How often the known answer was found: what `chartside evaluate` measures, as numbers, text, JSON and a page."""
