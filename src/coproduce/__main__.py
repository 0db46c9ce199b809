"""`python -m coproduce` is `coproduce`."""

from coproduce.cli import main

main()
