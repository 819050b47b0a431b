"""Why a file can't be used, in the reader's language."""

import os
from errno import EACCES, EILSEQ, EISDIR, ENOENT, ENOSPC
from pathlib import Path

import pytest

from faq.importing import SourceError, import_source
from faq.importing.report import refusal_text
from faq.os_errors import reason_of


@pytest.mark.parametrize(
    ("number", "russian", "english"),
    [
        (ENOENT, "нет такого файла или папки", "no such file or folder"),
        (EACCES, "нет прав", "permission denied"),
        (EISDIR, "это папка", "it is a folder"),
        (ENOSPC, "на диске нет места", "no space left on the disk"),
        (EILSEQ, os.strerror(EILSEQ), os.strerror(EILSEQ)),
    ],
)
def test_common_reasons(number: int, russian: str, english: str) -> None:
    error = OSError(number, os.strerror(number))
    assert (reason_of(error, "ru"), reason_of(error, "en")) == (russian, english)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        import_source(tmp_path / "nofile.csv", tmp_path, "ru")
    assert "No such file" not in refusal_text(refused.value, "ru")
    assert "нет такого файла" in refusal_text(refused.value, "ru")
