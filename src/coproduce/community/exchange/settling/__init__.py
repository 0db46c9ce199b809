"""The trial of newcomers: they help in company, or where the desk introduced them, until they are settled."""
