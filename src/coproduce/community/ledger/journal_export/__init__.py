"""The whole journal to take along: as a table, or as plain-text accounting that other programs read and balance."""
