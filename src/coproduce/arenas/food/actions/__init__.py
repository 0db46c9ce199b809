"""The verbs of food: what is sold, ordered, brought, settled, passed on and asked."""
