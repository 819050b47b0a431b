"""Commits what was published, if the FAQ folder is in a git work tree.

A commit has exactly the published files, without those that .gitignore leaves out; what people have staged or edited
elsewhere stays as it is. Edits on disk of a published file that nobody committed become a commit of their own before,
so that they are not the author's. Where git can't take the commit the files are published all the same: the FAQ serves
what is on disk, the next commit can have it, and an author in a chat could do nothing about it.

Hooks that check commits are skipped: the desk has checked the FAQ, and they may need tools or a terminal that a service
doesn't have. Others run, such as one that pushes after a commit. Commits are not signed, since nobody is there to give
a passphrase.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from faq.publishing.change import FileChange
from faq.publishing.git import NoGitError, Ran, git
from faq.publishing.texts import publishing_texts

_MAIL = "users.noreply.local"
_DESK = "Nightdesk"
_ON_DISK = "Edited on disk"
_UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f<>\u2028\u2029\ud800-\udfff]+")
_CRUD = " .,:;\"'\\"  # git takes these off either end of a name
_MOST_LETTERS = 100
_IN_PROGRESS = ("rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG")
_COMMIT = ("commit", "--only", "--no-verify", "--quiet", "--cleanup=whitespace", "--file=-")
_UNTRUSTED = "dubious ownership"
_LOCKED = ".lock': File exists"


class Uncommitted(StrEnum):
    """Why there is no commit."""

    NO_REPOSITORY = "no-repository"
    IGNORED = "ignored"  # .gitignore leaves all of the files out
    NO_GIT = "no-git"
    UNTRUSTED = "untrusted"  # the repository is another user's, see git's safe.directory
    IN_PROGRESS = "in-progress"  # a merge, a rebase or another operation waits for a person
    DETACHED = "detached"  # on no branch: the commit would get lost at the next checkout
    HALF_STAGED = "half-staged"  # somebody has staged a version of the file that is not the one on disk
    LOCKED = "locked"  # somebody is using git, or a crash left index.lock
    TOO_SLOW = "too-slow"
    REFUSED = "refused"  # a hook, or something else; `said` has git's words


@dataclass(frozen=True)
class Author:
    """Who publishes, by their name in the chat and their Telegram id."""

    name: str
    id: int


@dataclass(frozen=True)
class Published:
    """`commit` is the full hash; without one `uncommitted` says why, and `said` is the begin of git's own words.

    `edited_on_disk` is the hash of the commit made before, of edits that nobody had committed.
    """

    commit: str | None = None
    uncommitted: Uncommitted | None = None
    said: str = ""
    edited_on_disk: str | None = None

    def remark(self, language: str) -> str:
        """Why the change is not in git's history, and what the operator can do; "" where nobody expects it to be."""
        if self.uncommitted is None:
            return ""
        return publishing_texts(language)["uncommitted"][self.uncommitted].format(said=self.said)


class _RefusedError(Exception):
    def __init__(self, why: Uncommitted, said: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.said = said


class Repository:
    """The work tree that the folder's files are in, before and after they are written."""

    def __init__(self, folder: Path, files: Sequence[FileChange]) -> None:
        self._folder = folder.resolve()
        self._files = files
        self._refusal: _RefusedError | None = None
        self._on_disk: str | None = None

    def commit_edits_on_disk(self) -> None:
        """Before the files are written: commit what they hold, if nobody has. Raises nothing."""
        try:
            self._require_usable()
            edited = [self._path(file) for file in self._files if self._is_edited_on_disk(file)]
            if edited:
                names = ", ".join(edited)
                author = _identity("AUTHOR", _ON_DISK, "edited-on-disk")
                self._on_disk = self._committed(edited, f"{_ON_DISK}: {names}", author)
        except _RefusedError as refusal:
            self._refusal = refusal

    def commit(self, message: str, author: Author, when: datetime) -> Published:
        """After the files are written: commit them in the author's name. Raises nothing."""
        try:
            if self._refusal:
                raise self._refusal
            paths = [self._path(file) for file in self._files]
            identity = _identity("AUTHOR", author_name(author), str(author.id))
            identity["GIT_AUTHOR_DATE"] = f"@{int(when.timestamp())} +0000"
            return Published(self._committed(paths, message, identity), edited_on_disk=self._on_disk)
        except _RefusedError as refusal:
            return Published(None, refusal.why, refusal.said, self._on_disk)

    def _require_usable(self) -> None:
        if not any((place / ".git").exists() for place in (self._folder, *self._folder.parents)):
            raise _RefusedError(Uncommitted.NO_REPOSITORY)
        inside = self._git("rev-parse", "--is-inside-work-tree")
        if not inside.is_ok or inside.text != "true":
            raise _refusal(inside)
        self._files = [file for file in self._files if not self._is_ignored(file)]
        if not self._files:
            raise _RefusedError(Uncommitted.IGNORED)
        own = Path(self._must("rev-parse", "--absolute-git-dir").text)
        if any((own / name).exists() for name in _IN_PROGRESS):
            raise _RefusedError(Uncommitted.IN_PROGRESS)
        if not self._git("symbolic-ref", "--quiet", "HEAD").is_ok:
            raise _RefusedError(Uncommitted.DETACHED)
        if any(map(self._is_half_staged, self._files)):
            raise _RefusedError(Uncommitted.HALF_STAGED)

    def _is_ignored(self, file: FileChange) -> bool:
        path = f"./{self._path(file)}"  # check-ignore knows no literal paths, and this one has no magic
        return self._git("check-ignore", "--quiet", "--", path, environment={"GIT_LITERAL_PATHSPECS": "0"}).is_ok

    def _is_half_staged(self, file: FileChange) -> bool:
        """Whether what is staged is neither what is on disk nor what was committed last."""
        path = self._path(file)
        if not self._git("ls-files", "--error-unmatch", "--", path).is_ok:
            return False
        staged_is_on_disk = self._git("diff", "--quiet", "--", path).is_ok
        return not staged_is_on_disk and not self._git("diff", "--cached", "--quiet", "--", path).is_ok

    def _is_edited_on_disk(self, file: FileChange) -> bool:
        """Whether the file is as the change expects it, and that was never committed.

        A file that holds its new content already was written before a crash.
        """
        path = self._path(file)
        shown = self._git("cat-file", "--filters", f"HEAD:./{path}")
        last = shown.output if shown.is_ok else None
        place = self._folder / path
        found = place.read_bytes() if place.is_file() else None
        return found == file.before_bytes and last != found

    def _committed(self, paths: Sequence[str], message: str, author: dict[str, str]) -> str:
        """The hash of the commit that has these files as they are on disk. Raises _RefusedError."""
        new = [path for path in paths if not self._is_known(path) and (self._folder / path).exists()]
        known = [path for path in paths if path in new or self._is_known(path)]
        if not new and (not known or self._is_committed(known)):
            return self._last(paths)
        for path in new:
            self._must("add", "--intent-to-add", "--", path)
        before = self._head()
        made = self._git(
            *("-c", "commit.gpgSign=false", *_COMMIT, "--", *known),
            given=message.encode("utf-8", "replace"),
            environment={**author, **self._committer()},
        )
        after = self._head()
        if after == before or not self._is_committed(known):
            for path in new:
                self._git("rm", "--cached", "--quiet", "--", path)
            raise _refusal(made)
        return after  # also when only a hook after the commit failed

    def _head(self) -> str:
        return self._git("rev-parse", "--verify", "--quiet", "HEAD").text

    def _is_known(self, path: str) -> bool:
        """Whether git has the file, also if it is gone from disk."""
        return self._git("ls-files", "--error-unmatch", "--", path).is_ok

    def _is_committed(self, paths: Sequence[str]) -> bool:
        return self._git("diff", "--quiet", "HEAD", "--", *paths).is_ok

    def _last(self, paths: Sequence[str]) -> str:
        """The commit that has them already: the process ended after it."""
        last = self._git("log", "-1", "--format=%H", "--", *paths).text
        return last or self._head()

    def _committer(self) -> dict[str, str]:
        """The desk's name, unless the operator has configured one."""
        is_configured = all(self._git("config", "--get", key).text for key in ("user.name", "user.email"))
        return {} if is_configured else _identity("COMMITTER", _DESK, _DESK.lower())

    def _path(self, file: FileChange) -> str:
        """Relative to the folder; of what a link leads to."""
        return os.path.relpath(os.path.realpath(self._folder / file.path), self._folder)

    def _must(self, *arguments: str) -> Ran:
        ran = self._git(*arguments)
        if not ran.is_ok:
            raise _refusal(ran)
        return ran

    def _git(self, *arguments: str, given: bytes = b"", environment: dict[str, str] | None = None) -> Ran:
        try:
            return git(self._folder, *arguments, given=given, environment=environment)
        except NoGitError:
            raise _RefusedError(Uncommitted.NO_GIT) from None


def author_name(author: Author) -> str:
    """A name that git takes: one line, without what it uses for addresses."""
    name = " ".join(_UNWANTED.sub(" ", author.name).split())[:_MOST_LETTERS].strip(_CRUD)
    return name or f"Telegram {author.id}"


def _identity(role: str, name: str, mail: str) -> dict[str, str]:
    """As git's environment has it, which no name can break out of."""
    return {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": f"{mail}@{_MAIL}"}


def _refusal(ran: Ran) -> _RefusedError:
    if ran.status is None:
        return _RefusedError(Uncommitted.TOO_SLOW, ran.said)
    known = {_UNTRUSTED: Uncommitted.UNTRUSTED, _LOCKED: Uncommitted.LOCKED}
    why = next((reason for words, reason in known.items() if words in ran.said), Uncommitted.REFUSED)
    return _RefusedError(why, ran.said)
