"""Pure decisions on recommendations: how paragraphs are numbered, lists in plain text, words in common. No Django."""

from mangnon.recommendations.rules.paragraphs import TextParagraph, paragraph_of, paragraphs_in
from mangnon.recommendations.rules.wording import Likeness, Words, alike

__all__ = ["Likeness", "TextParagraph", "Words", "alike", "paragraph_of", "paragraphs_in"]
