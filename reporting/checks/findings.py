"""Findings: failed trials grouped by the one edit that closes them, likeliest edit first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reporting.checks import wording
from reporting.checks.edits import Change, Edit, told_together
from reporting.checks.figures import Figures, Number, Stated, as_stated
from reporting.checks.ranking import likeliest_first
from reporting.checks.repairs import edits as closing_edits
from reporting.checks.rule_kinds import CopyRule, Rule
from reporting.checks.rules import RULES
from reporting.checks.trials import Severity, Trial


@dataclass(frozen=True)
class Copy:
    """A number that stands under several keys: the suspected copy and where else it stands."""

    rule: str
    severity: Severity
    key: str
    twins: tuple[str, ...]
    value: Number

    def message(self, *, in_words: bool = False) -> str:
        return wording.twins(self.key, self.twins, self.value, in_words=in_words)


@dataclass(frozen=True)
class Finding:
    """Rules that one edit closes together, with every edit that does.

    ``edits`` stand in this order: proven before unproven ones; a number flagged as copied; the
    opening stock nearest to the closing stock; the smallest relative change. Without edits no
    single one closes the finding: two numbers are wrong, or one is missing.
    """

    failures: tuple[Trial, ...]
    copies: tuple[Copy, ...]
    edits: tuple[Edit, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids, the cause first."""
        return tuple(dict.fromkeys(part.rule for part in self._parts))

    @property
    def severity(self) -> Severity:
        is_error = any(trial.severity is Severity.ERROR for trial in self.failures)
        return Severity.ERROR if is_error else Severity.WARNING

    @property
    def keys(self) -> tuple[str, ...]:
        """The figures involved."""
        return tuple(dict.fromkeys(key for trial in self.failures for key in trial.keys))

    @property
    def advice(self) -> str:
        """What to do instead, where no edit closes it and the rule is one to look up the source."""
        return "" if self.edits else wording.advice(self.failures[0].rule)

    @property
    def left(self) -> Number:
        return self.failures[0].left

    @property
    def right(self) -> Number:
        return self.failures[0].right

    @property
    def difference(self) -> Number:
        """Left less right of the first failure."""
        return self.failures[0].difference

    @property
    def proven_edits(self) -> tuple[Edit, ...]:
        """Those that arithmetic confirms; the others only fall under no rule."""
        return tuple(edit for edit in self.edits if edit.is_proven)

    def messages(self, *, in_words: bool = False) -> list[str]:
        """The cause and each failure in the active language, by form column where there is one."""
        return [part.message(in_words=in_words) for part in self._parts]

    @property
    def _parts(self) -> tuple[Copy | Trial, ...]:
        return self.copies + self.failures


def trials(
    figures: Mapping[str, Stated | Number | None],
    *,
    rules: Sequence[Rule] = RULES,
    outside: tuple[str, ...] = (),
) -> list[Trial]:
    """Every question that can be put to the figures, those that hold included."""
    put = _put(as_stated(figures), rules, outside)
    return [trial for trial in put if trial.is_testable]


def check(
    figures: Mapping[str, Stated | Number | None],
    *,
    rules: Sequence[Rule] = RULES,
    outside: tuple[str, ...] = (),
    apart: Sequence[Rule] = (),
    may_move: bool = True,
) -> list[Finding]:
    """What does not add up, in the order of the rules; nothing for consistent figures.

    ``figures`` are those of one subject: a statement's, a return's or a computed row's.
    ``None`` is not stated, which is not 0. ``outside`` names the keys (returned, withdrawn)
    that the form counts beside resolved and pending rather than among the resolved.
    ``apart``: rules that ask to look again and suggest no edit; each gives one finding, last.
    ``may_move``: a number may stand under the wrong key, as in a text; in a form it does not.
    """
    stated = as_stated(figures)

    def retry(edited: Figures) -> list[Trial]:
        return _put(edited, rules, outside)

    found: list[Finding] = []
    failed = [trial for trial in retry(stated) if not trial.holds]
    if failed:
        edits = [
            _marked(edit, stated, rules) for edit in closing_edits(stated, retry, may_move=may_move)
        ]
        ranked = likeliest_first(edits, stated)
        found = [_finding(group, ranked, stated, rules) for group in _groups(failed, ranked)]
    return [*found, *_looked_at(stated, apart, found)]


def _looked_at(
    figures: Figures, rules: Sequence[Rule], found: Sequence[Finding]
) -> Iterable[Finding]:
    """One finding per rule. A copy that another finding names as its cause is not told twice."""
    told = {
        frozenset((copy.key, twin)) for one in found for copy in one.copies for twin in copy.twins
    }
    for rule in rules:
        failed = tuple(
            trial
            for trial in rule.trials(figures, ())
            if not trial.holds and frozenset(trial.keys) not in told
        )
        if failed:
            yield Finding(failed, (), ())


def _put(figures: Figures, rules: Sequence[Rule], outside: tuple[str, ...]) -> list[Trial]:
    return [trial for rule in rules for trial in rule.trials(figures, outside)]


def _groups(failed: Sequence[Trial], ranked: Sequence[Edit]) -> list[tuple[Trial, ...]]:
    """Trials that one proven edit closes together: the largest groups, the likeliest first."""
    left = list(failed)
    groups = []
    while left:
        closable = [
            tuple(trial for trial in left if trial in edit.closes)
            for edit in ranked
            if edit.is_proven
        ]
        group = max(closable, key=len, default=()) or (left[0],)
        groups.append(group)
        left = [trial for trial in left if trial not in group]
    return sorted(groups, key=lambda group: failed.index(group[0]))


def _finding(
    group: tuple[Trial, ...], ranked: Sequence[Edit], figures: Figures, rules: Sequence[Rule]
) -> Finding:
    edits = [edit for edit in ranked if edit.closes.issuperset(group)]
    return Finding(group, tuple(_copies(edits, figures, rules)), tuple(told_together(edits)))


def _copies(edits: Iterable[Edit], figures: Figures, rules: Sequence[Rule]) -> Iterable[Copy]:
    """One copy per number, told of the key whose edit is likeliest."""
    seen: set[Number] = set()
    for edit in edits:
        for rule in rules:
            twins = _twins(edit, figures, rule)
            if twins and edit.old not in seen:
                seen.add(edit.old)
                yield Copy(rule.id, rule.severity, edit.key, twins, edit.old)


def _marked(edit: Edit, figures: Figures, rules: Sequence[Rule]) -> Edit:
    has_twins = any(_twins(edit, figures, rule) for rule in rules)
    return replace(edit, is_copied=edit.is_copied or has_twins)


def _twins(edit: Edit, figures: Figures, rule: Rule) -> tuple[str, ...]:
    """A copied number is undone by changing it, not by moving it."""
    if isinstance(rule, CopyRule) and isinstance(edit, Change):
        return rule.twins(edit.key, figures)
    return ()
