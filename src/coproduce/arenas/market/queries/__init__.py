"""What is read of the market: stalls, sales, years, members' books and figures."""
