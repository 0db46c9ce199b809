"""What a community says to its members in the words of each day, and what each of them said yes to.

A room or an arena declares its scopes in a `consents.py` of its own; everything else about saying yes stands here.
"""
