"""The six keys over whole blocks of numbers, in rows of numpy and in loops for a compiler.

Quick ways to the integers of `core.apportion`, and proved by nothing but being equal to it, number for number.
"""
