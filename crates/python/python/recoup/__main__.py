"""The command `recoup`, also as `python -m recoup`."""

import signal
import sys

from recoup._recoup import run_command


def main() -> None:
    """Run the command with the arguments of this process, and exit with its status."""
    # The command handles Ctrl-C itself. A signal that is ignored, as under nohup, stays ignored.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(run_command(["recoup", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
