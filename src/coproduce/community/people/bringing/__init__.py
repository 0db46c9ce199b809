"""Files a broker brings on the page: looked at, confirmed once, taken in parts that survive a kill."""
