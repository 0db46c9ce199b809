"""The economic model: the same people under different contracts.

Whole-number weeks of paid work, care, giving and receiving; two contagions on the same ties; costs by who bears them.
numpy alone runs it; with numba (`pip install coproduce[fast]`) the same whole numbers come faster.
"""
