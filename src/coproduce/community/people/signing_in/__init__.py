"""Coming in and staying in: where somebody is signed in, the word beside a card, and a telephone that was lost."""
