"""What a community did before it came here, taken whole into the books and among the contributions."""
