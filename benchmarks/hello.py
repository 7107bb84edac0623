"""The smallest typer program: what every start is compared with."""

import typer


def main() -> None:
    """Say hello."""
    print("hello")


typer.run(main)
