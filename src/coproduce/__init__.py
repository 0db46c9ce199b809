"""Coproduce: help that comes round."""

__version__ = "0.1.0"
