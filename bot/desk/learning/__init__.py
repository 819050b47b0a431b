"""The desk learns from its own nights: labels from what people do, phrasings and lines from labels."""
