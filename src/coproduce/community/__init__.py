"""What every arena shares: people, the ledger, and the ring of help that comes round.

One offers or needs, people agree, someone contributes, it is recognised, and
whoever was helped is asked back. It lives here once; an arena adds rules.
"""
