"""By what a community puts right: for how many days, and from how much on it takes two; more takes two as well."""
