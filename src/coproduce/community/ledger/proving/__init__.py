"""The regular proof: everything added up and hashed again, and kept as a line the desk and the treasurer read."""
