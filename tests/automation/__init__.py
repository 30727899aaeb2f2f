"""The workbench driven from outside its process: accessibility tree, keys, clipboard, under a display of its own."""
