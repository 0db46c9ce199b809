"""The verbs of answering harm, from what is reported to what is sealed."""
