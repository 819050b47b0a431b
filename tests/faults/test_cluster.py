"""Two machines behind one address, killed at any call: nothing is lost or sent twice."""

import asyncio
from pathlib import Path

from bot.sandbox import Customer
from bot.telegram.deduplication import FOREIGN_MESSAGES
from tests.faults.cluster import TIMEOUT_SECONDS, Machines, two_machines
from tests.faults.desk import WAITING

CUSTOMERS = 5
CALLS_TO_A_KILL = (8, 10, FOREIGN_MESSAGES + 10)  # whoever has to look what has gone out gets to the end of it at times
FEWEST_KILLS = 5
ONE_OF_EACH = ["принята", "занимается Анна", "Уже едет", "решена"]


async def test_tickets_while_one_machine_after_the_other_is_killed(tmp_path: Path, postgres_url: str) -> None:
    async with two_machines(tmp_path, postgres_url) as machines:
        machines.sandbox.kill_after(*CALLS_TO_A_KILL)
        people = [machines.sandbox.customer(f"Мария {number}") for number in range(CUSTOMERS)]
        async with asyncio.TaskGroup() as lives:
            for customer in people:
                lives.create_task(from_question_to_solved(machines, customer))
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while machines.database.ask(WAITING) != [(0,)]:  # noqa: ASYNC110 - a database tells nobody
                await asyncio.sleep(0.05)
        assert machines.sandbox.kills >= FEWEST_KILLS
        assert [what_was_told(customer) for customer in people] == [ONE_OF_EACH] * CUSTOMERS, machines.logs
        assert what_the_staff_see(machines) == {"topics": CUSTOMERS, "cards": CUSTOMERS, "messages": CUSTOMERS}
        assert machines.database.ask("SELECT state, count(*) FROM ticket GROUP BY state") == [("solved", CUSTOMERS)]


async def from_question_to_solved(machines: Machines, customer: Customer) -> None:
    """One asks for a person and adds what it is about; Anna takes the ticket, replies and solves it."""
    anna, group = machines.anna, machines.sandbox.staff_group
    customer.writes("Позовите оператора")
    await machines.sees(customer, "принята")
    customer.writes("Холодильник шумит")
    number = customer.sees[0].text.partition("№")[2].partition(" ")[0]
    topic = f"№{number} "
    await machines.sandbox.until(lambda: any(topic in known.name for known in group.topics), TIMEOUT_SECONDS)
    await machines.sandbox.until(lambda: len(group.messages(topic)) == 2, TIMEOUT_SECONDS)
    card = group.messages(topic)[0]
    anna.presses("🙋 Взять", on=card)
    await machines.sees(customer, "занимается Анна")
    anna.writes("Уже едет", topic=topic)
    await machines.sees(customer, "Уже едет")
    anna.presses("✅ Решено", on=card)
    await machines.sees(customer, "решена")


def what_was_told(customer: Customer) -> list[str]:
    return [next((words for words in ONE_OF_EACH if words in seen.text), seen.text) for seen in customer.sees]


def what_the_staff_see(machines: Machines) -> dict[str, int]:
    group = machines.sandbox.staff_group
    bot = machines.sandbox.world.bot["id"]
    told = [seen.text for seen in group.messages() if seen.stored.author_id == bot]
    return {
        "topics": len(group.topics),
        "cards": sum(text.startswith("№") for text in told),
        "messages": sum("Холодильник шумит" in text and not text.startswith("№") for text in told),
    }
