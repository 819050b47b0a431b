"""Words are cut to their stems, with no more of Snowball than that takes."""

import subprocess
import sys

from faq.matching.stems import snowball_stem


def test_forms_of_a_word_have_one_stem() -> None:
    assert snowball_stem("доставку") == snowball_stem("доставка")
    assert snowball_stem("deliveries") == snowball_stem("delivery")


def test_stemmers_of_other_languages_are_not_loaded() -> None:
    program = (
        "import sys; from faq.matching.stems import snowball_stem as stem; stem('доставку'); stem('delivery');"
        "print(sorted(name for name in sys.modules if name.endswith('_stemmer')));"
        "import snowballstemmer; print(snowballstemmer.stemmer('finnish').stemWord('taloissa'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded, of_the_whole_package = done.stdout.splitlines()
    assert loaded == "['snowballstemmer.english_stemmer', 'snowballstemmer.russian_stemmer']"
    assert of_the_whole_package == "talo"
