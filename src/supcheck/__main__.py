"""`python -m supcheck` is the command `supcheck`."""

from supcheck.cli import main

if __name__ == "__main__":
    main()
