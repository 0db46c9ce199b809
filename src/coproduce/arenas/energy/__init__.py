"""Electricity that a neighbourhood makes and shares, settled to the watt-hour, by a key its members chose.

Only the rules stand so far: how a pool is shared among meters, what readings say, what a month comes to in money.
The arena is in no list until it has its nouns and pages.
"""
