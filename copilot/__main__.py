"""`python -m copilot`: the engine on the command line, without a desktop."""

import sys

from copilot.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
