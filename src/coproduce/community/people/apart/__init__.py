"""Whom a member does not want to meet: from then on neither stands anywhere for the other, and nobody is told why."""
