"""The web: settings, addresses, the look, signing in, the API's front door, the demo town."""
