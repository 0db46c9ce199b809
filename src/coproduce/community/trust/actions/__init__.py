"""What can be done with ties and the net: said, answered, ended, introduced; asked for, noted, taken back."""
