"""What others send, read into frozen values: lists as people keep them, and what a hospital says of a discharge.

Bytes come in, values and faults go out. No database, no clock, no network; knows `core` alone.
"""
