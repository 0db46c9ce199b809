"""Coming in, and how somebody comes in: doors, a second step, devices, a new address, and being asked again.

No passwords, and nobody signs themselves up.
"""
