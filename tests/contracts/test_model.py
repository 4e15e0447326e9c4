"""The contract against the model of the specification: whatever anybody does in whatever order, both say the same.

After every step the whole collection is read in one call and compared. `model.py` is the specification,
`model_world.py` what it stands in, `model_guess.py` what is tried.

In CI the examples are always the same. For longer runs:

    MODEL_EXAMPLES=500 MODEL_STEPS=80 MODEL_SEED=7 brownie test tests/contracts/test_model.py -s
"""

from __future__ import annotations

import os

import anvil
import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from model_guess import Guess
from model_world import COURSE, DAYS, EXAM, LICENCE, MEDAL, TITLE, Actor, World
from vouchers import FOREVER

EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "120"))
STEPS = int(os.environ.get("MODEL_STEPS", "50"))
SEED = os.environ.get("MODEL_SEED")
SHRINK = "MODEL_NO_SHRINK" not in os.environ  # mutants need no small example

some = st.data()


class Machine(RuleBasedStateMachine):
    """Anybody does anything. `world` is given by the test."""

    world: World

    @initialize(some=some)
    def begin(self, some: st.DataObject) -> None:
        """Not from nothing: somebody has something already."""
        self.world.begin()
        guess = Guess(some, self.world)
        for achievement in guess.one_of([(MEDAL, COURSE), (COURSE, MEDAL, COURSE), (MEDAL,)]):
            self._issue_cohort(guess, achievement, start=self.world.now - 20 * DAYS)
        hero = guess.holder()
        for achievement in guess.one_of([(EXAM,), (EXAM, LICENCE, TITLE), (EXAM, MEDAL, LICENCE, TITLE)]):
            start = guess.one_of([self.world.now - 60 * DAYS, guess.start()])
            self._issue(guess, achievement, hero, witnessed=True, start=start)

    def teardown(self) -> None:
        self.world.end()

    # ─────────────────────────────────────────── time ────────────────────────────────────────────

    @rule(seconds=st.sampled_from([1, 60, DAYS, 20 * DAYS, 60 * DAYS]))
    def let_time_pass(self, seconds: int) -> None:
        self.world.wait(self.world.now + seconds)

    @rule(some=some, offset=st.sampled_from([-1, 0, 1]))
    def go_to_where_something_changes(self, some: st.DataObject, offset: int) -> None:
        """To the second before, at or after a start, an end, or the moment in which something was held long enough."""
        moments = [moment + offset for moment in self.world.edges() if moment + offset > self.world.now]
        if moments:
            self.world.wait(some.draw(st.sampled_from(moments)))

    # ─────────────────────────────────────────── roles ───────────────────────────────────────────

    @rule(some=some)
    def appoint(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        if not guess.seldom():
            return
        caller, account, scope = guess.owner(), guess.issuer(), guess.scope()
        self.world.act(
            caller,
            "appointIssuer",
            [account, scope],
            lambda model, _: model.appoint(caller.number, account.number, scope),
        )

    @rule(some=some)
    def dismiss(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        if not guess.seldom():  # it is for ever
            return
        caller, account = guess.owner(), guess.issuer()
        self.world.act(
            caller, "dismissIssuer", [account], lambda model, _: model.dismiss(caller.number, account.number)
        )

    @rule(some=some)
    def retire(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        if not guess.seldom():
            return
        caller, achievement = guess.owner(), guess.achievement()
        self.world.act(
            caller, "retireAchievement", [achievement], lambda model, _: model.retire(caller.number, achievement)
        )

    @rule(some=some)
    def hand_over(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        if not guess.seldom():
            return
        caller, heir = guess.owner(), guess.owner()
        self.world.act(
            caller, "transferOwnership", [heir], lambda model, _: model.hand_over(caller.number, heir.number)
        )
        self.world.act(heir, "acceptOwnership", [], lambda model, _: model.accept(heir.number))

    # ────────────────────────────────────────── issuing ──────────────────────────────────────────

    @rule(some=some, witnessed=st.booleans())
    def issue(self, some: st.DataObject, *, witnessed: bool) -> None:
        guess = Guess(some, self.world)
        self._issue(guess, guess.achievement(), guess.holder(), witnessed=witnessed, start=guess.start())

    def _issue(self, guess: Guess, achievement: int, holder: Actor, *, witnessed: bool, start: int) -> None:
        caller, id_ = guess.issuer_of(achievement), guess.id_to_issue(achievement, holder)
        end, evidence = guess.end(achievement, start), guess.evidence()
        witnesses = guess.witnesses(achievement, holder) if witnessed else []
        door, extra = ("issueWithWitnesses", [witnesses]) if witnessed else ("issue", [])
        self.world.act(
            caller,
            door,
            [id_, start, end, evidence, *extra],
            lambda model, now: model.issue(caller.number, id_, start, end, evidence, witnesses, now),
        )

    @rule(some=some)
    def issue_cohort(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        self._issue_cohort(guess, guess.achievement_for_cohorts(), start=guess.start())

    def _issue_cohort(self, guess: Guess, achievement: int, *, start: int) -> None:
        caller, number, label = guess.issuer_of(achievement), guess.number(achievement), guess.label()
        end, root, members = guess.end(achievement, start), guess.evidence(), guess.members()
        packed = b"".join(member.to_bytes(20, "big") for member in members)
        self.world.act(
            caller,
            "issueCohort",
            [achievement, number, label, start, end, root, packed],
            lambda model, now: model.issue_cohort(
                caller.number, achievement, number, label, start, end, root, members, now
            ),
        )

    # ───────────────────────────────────── renewing and ending ───────────────────────────────────

    @rule(some=some)
    def renew(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        id_ = guess.badge()
        caller, end = guess.issuer_of(id_ >> 208), guess.later_end(id_)
        self.world.act(caller, "renew", [id_, end], lambda model, now: model.renew(caller.number, id_, end, now))

    @rule(some=some)
    def renew_cohort(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        achievement, number = guess.cohort()
        caller, end = guess.issuer_of(achievement), guess.later_end(achievement << 208 | number << 160)
        self.world.act(
            caller,
            "renewCohort",
            [achievement, number, end],
            lambda model, now: model.renew_cohort(caller.number, achievement, number, end, now),
        )

    @rule(some=some)
    def revoke(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        id_ = guess.badge()
        caller = guess.issuer_of(id_ >> 208)
        self.world.act(caller, "revoke", [id_], lambda model, now: model.revoke(caller.number, id_, now))

    @rule(some=some)
    def renounce(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        id_ = guess.badge()
        caller = guess.holder_of(id_)
        self.world.act(caller, "renounce", [id_], lambda model, now: model.renounce(caller.number, id_, now))

    @rule(some=some)
    def renounce_by_signature(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        id_ = guess.badge()
        award, signer = guess.award(id_), guess.holder_of(id_)
        signature = signer.sign(self.world.domain.renounce(id_, award))
        self.world.act(
            guess.anybody(),
            "renounceBySignature",
            [id_, award, signature],
            lambda model, now: model.renounce_by_signature(signer.number, id_, award, now),
        )

    # ─────────────────────────────────────── vouchers ────────────────────────────────────────────

    @rule(some=some)
    def sign(self, some: st.DataObject) -> None:
        """An issuer signs; the chain does not see it."""
        self.world.vouchers.append(Guess(some, self.world).voucher())

    @rule(some=some)
    def sign_and_claim(self, some: st.DataObject) -> None:
        guess = Guess(some, self.world)
        self.world.vouchers.append(guess.voucher())
        self.world.claim(guess.claim(self.world.vouchers[-1]))

    @rule(some=some)
    def claim(self, some: st.DataObject) -> None:
        """With any voucher ever signed, used or not."""
        if self.world.vouchers:
            guess = Guess(some, self.world)
            self.world.claim(guess.claim(guess.one_of(self.world.vouchers)))

    @rule(some=some, root=st.booleans())
    def cancel(self, some: st.DataObject, *, root: bool) -> None:
        guess = Guess(some, self.world)
        if not self.world.vouchers or not guess.seldom():
            return
        voucher = guess.one_of(self.world.vouchers)
        caller = guess.one_of([voucher.issuer, voucher.issuer, guess.anybody()])
        digest = self.world.root_of(voucher, FOREVER)[0] if root else self.world.domain.voucher(voucher.signed)
        self.world.act(caller, "cancel", [digest], lambda model, _: model.cancel(caller.number, digest))
        self.world.claim(guess.claim(voucher))


@pytest.fixture(scope="module")
def world(badges, accounts, Badges, BadgeReader, BadgeRenderer, MockObserver):
    """On a chain of its own. The collection that other tests use lends its name for encoding, and nothing else."""
    with anvil.started() as node:
        owner = accounts[0].address
        collection = node.found(owner, Badges, BadgeRenderer, BadgeReader)
        observer = node.deploy(owner, "0x" + MockObserver.bytecode, node.now() + 1)
        yield World(node, badges, accounts, collection, observer)


@pytest.mark.skip_coverage  # its chain is its own, and nobody looks there
def test_the_contract_does_what_the_model_says(world):
    Machine.world = world
    machine = Machine if SEED is None else seed(int(SEED))(Machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=SEED is None,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink) if SHRINK else (Phase.generate,),
            print_blob=False,
            suppress_health_check=HealthCheck.all(),
            verbosity=Verbosity.normal,
        ),
    )
    world.report()
