"""What is known of members and how a community runs, changed; resting, going, and two records made one."""
