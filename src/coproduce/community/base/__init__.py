"""Who acts, what they may do, and the record that they did: under every verb of every room.

Deliberately not here: people, accounts, anything an essay would name.
"""
