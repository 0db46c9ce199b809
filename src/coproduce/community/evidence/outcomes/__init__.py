"""How things are with people who said yes to being asked: what is asked, taken down, and counted before and after."""
