"""`python -m pledgegraph`."""

from pledgegraph.cli.main import run

if __name__ == "__main__":
    run()
