"""The rules every arena shares, as arithmetic on frozen values.

Pure: no Django, no files, no clock and no randomness that is not passed in.
Deliberately not here: who may do what (`community`), and how anything is shown.
"""
