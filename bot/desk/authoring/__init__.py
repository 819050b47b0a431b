"""Authors change the FAQ from the chat.

What they ask for becomes a task, which bot/background/faq_authoring.py does.
"""
