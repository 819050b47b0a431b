"""What around dangerous words makes them a question, or an old story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from faq.emergencies.rules import Part, Rule
from faq.emergencies.sentences import Place, Sentence, Span

_SUPPOSED_WITHIN = 6  # words between an "if" and what it supposes
_MODAL_WITHIN = 2  # words between "may" and what may be
_NEGATED_WITHIN = 3
_PAST_ENDINGS = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись", "ed")
_INFINITIVE_ENDINGS = ("ть", "ться", "чь", "чься")
_YESTERDAY_TOO = "money"  # what was stolen yesterday is spent today


@dataclass(frozen=True)
class Context:
    """The phrases of `emergency_context.txt`, by section."""

    supposed: Part
    imagined: Part
    may: Part
    whether: Part
    against: Part
    by_the_way: Part
    what_to_do: Part
    begins: Part
    no_infinitives: Part
    future: Part
    past: Part
    past_beside: Part
    yesterday: Part
    now: Part
    here: Part
    asked: Part
    claimed: Part
    not_: Part
    no: Part
    between: Part

    @staticmethod
    def of(sections: Mapping[str, Sequence[Rule]]) -> "Context":
        """Raises KeyError when a section is missing."""
        listed = {field.name: sections[field.name.replace("_", " ").strip()] for field in fields(Context)}
        return Context(
            **{name: tuple(one for rule in rules for one in rule.parts[0]) for name, rules in listed.items()}
        )

    def is_danger(self, message: Sequence[Sentence], sentence: Sentence, rule: Rule, kind: str) -> bool:
        """Whether the rule holds in that sentence of the message, and tells of what is so now."""
        place = sentence.place_of(rule)
        return place is not None and not (
            self._is_negated(sentence, place, rule)
            or self._is_supposed(sentence, place, rule)
            or self._is_past(sentence, place.whole, rule, kind)
            or self._is_asked(message, sentence, place.whole, rule)
        )

    def is_pressing(self, sentence: Sentence, rule: Rule) -> bool:
        """Whether the rule holds, and is neither negated nor asked about; what presses may be in the future."""
        place = sentence.place_of(rule)
        if place is None or self._is_negated(sentence, place, rule) or sentence.spans_of(self.asked):
            return False
        return not self._has_before(sentence, place.whole, (*self.supposed, *self.imagined), _SUPPOSED_WITHIN)

    def _is_negated(self, sentence: Sentence, place: Place, rule: Rule) -> bool:
        negations = sentence.spans_of(self.no if rule.is_thing else self.not_)
        between = {at for one in sentence.spans_of(self.between) for at in range(one.first, one.last + 1)}
        for one in negations:
            for begin in {place.whole.first, place.head.first}:
                is_near = 0 <= begin - one.last - 1 <= _NEGATED_WITHIN
                if is_near and between.issuperset(range(one.last + 1, begin)):
                    return True
        return rule.is_thing and any(one.first == place.whole.last + 1 for one in negations)

    def _is_supposed(self, sentence: Sentence, place: Place, rule: Rule) -> bool:
        span = place.whole
        is_future = any(span.overlaps(one) for one in sentence.spans_of(self.future))
        if (is_future and not sentence.spans_of(self.now)) or self._is_infinitive(sentence, span):
            return True
        if self._has_before(sentence, span, self.imagined, _SUPPOSED_WITHIN) or self._may_be(sentence, place, rule):
            return True
        is_told = sentence.spans_of(self.what_to_do) and not is_future
        return not is_told and self._has_before(sentence, span, self.supposed, _SUPPOSED_WITHIN)

    def _may_be(self, sentence: Sentence, place: Place, rule: Rule) -> bool:
        """Whether it only may be («может загореться», «искрит ли»), or something is against it («от пожара»)."""
        if any(self._has_before(sentence, one, self.may, _MODAL_WITHIN) for one in (place.whole, place.head)):
            return True
        if rule.is_thing and self._has_before(sentence, place.whole, self.against, 0):
            return True
        return any(one.first == place.whole.last + 1 for one in self._meant(sentence, self.whether))

    def _is_infinitive(self, sentence: Sentence, span: Span) -> bool:
        """Whether its first or last word is an infinitive, which is no event: «чем тушить», not «начало гореть»."""
        nouns = {one.first for one in sentence.spans_of(self.no_infinitives)}
        ends = {place for place in (span.first, span.last) if sentence.words[place].endswith(_INFINITIVE_ENDINGS)}
        return bool(ends - nouns) and not self._has_before(sentence, span, self.begins, 1)

    def _is_past(self, sentence: Sentence, span: Span, rule: Rule, kind: str) -> bool:
        if sentence.spans_of(self.now):
            return False
        if sentence.spans_of(self.past) or (kind != _YESTERDAY_TOO and sentence.spans_of(self.yesterday)):
            return True
        beside = sentence.spans_of(self.past_beside)
        return rule.is_thing and any(
            one.first == span.last + 1 or 0 <= span.first - one.last - 1 <= 1 for one in beside
        )

    def _is_asked(self, message: Sequence[Sentence], sentence: Sentence, span: Span, rule: Rule) -> bool:
        """Whether it is a topic of a question: about goods, or about the warranty for what has happened."""
        if any(one.spans_of(self.now) or one.spans_of(self.what_to_do) for one in message):
            return False
        is_claimed = any(one.spans_of(self.claimed) for one in message)
        if not rule.is_thing:
            return is_claimed and any(word.endswith(_PAST_ENDINGS) for word in span.words_of(sentence.words))
        if sentence.spans_of(self.here):
            return False
        return is_claimed or any(one.spans_of(self.asked) for one in message)

    def _has_before(self, sentence: Sentence, span: Span, part: Part, within: int) -> bool:
        return any(0 <= span.first - one.last - 1 <= within for one in self._meant(sentence, part))

    def _meant(self, sentence: Sentence, part: Part) -> list[Span]:
        """Where the part stands, without what is only said by the way, or in asking what to do."""
        apart = [*sentence.spans_of(self.by_the_way), *sentence.spans_of(self.what_to_do)]
        return [one for one in sentence.spans_of(part) if not any(one.overlaps(other) for other in apart)]
