"""`python -m copilot`: the engine on the command line, without a desktop."""

import gc
import sys

# One command, one process: what it makes it needs to the end, and reference counts free the rest. Looking
# for garbage would cost a tenth of a large chart's review. (The window collects on its own thread.)
gc.disable()

from copilot import egress, hardening, logs  # noqa: E402

if __name__ == "__main__":
    hardening.harden()
    logs.start()
    egress.shut()
    from copilot.cli.main import main

    sys.exit(main())
