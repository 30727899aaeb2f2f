"""The self-test's eyes: fonts, a window that is drawn, and the page as a whole."""
