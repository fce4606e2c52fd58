"""The source of a network's readout, and of its way from inputs to outputs."""

from __future__ import annotations

from rnnviz.lab.pytorch.plan import Plan

ATTENTION = (
    "before = torch.cat([past, h])  # the states before and in this window",
    "seen = before[:-1].unfold(0, LOOKS_BACK, 1)  # (T, B, W, A), those before each step",
    'scores = torch.einsum("tbw,tbwa->tba", self.attention(h), seen) / h.shape[2] ** 0.5',
    'context = torch.einsum("tba,tbwa->tbw", scores.softmax(dim=2), seen)',
    "h = torch.cat([h, context], dim=2)",
)


def readout_parts(plan: Plan) -> list[str]:
    """The lines that make the readout."""
    width = _times(plan.architecture.directions)
    features = _times(plan.architecture.features // plan.settings.hidden)
    attention = f"        self.attention = nn.Linear({width}, {width}, bias=False)"
    decoder = f"        self.decoder = nn.Linear({features}, OUTPUTS)"
    return [attention, decoder] if plan.connections.attention else [decoder]


def network_forward(plan: Plan) -> list[str]:
    """The lines of a network's `forward`."""
    body = [*_one_hot(plan), *(_stateless(plan) if plan.both_ways else _with_state(plan))]
    if plan.both_ways:
        head = ["def forward(self, x):", '    """Return the outputs."""']
    else:
        said = '    """Return the outputs, and the state from which to go on."""'
        head = ["def forward(self, x, state=None):", said]
    return [f"    {line}" for line in [*head, *(f"    {line}" for line in body)]]


def _one_hot(plan: Plan) -> list[str]:
    kind = "double" if plan.double else "float"
    return [f"x = nn.functional.one_hot(x, INPUTS).{kind}()"] if plan.inputs_are_symbols else []


def _with_state(plan: Plan) -> list[str]:
    if not plan.connections.attention:
        return ["h, state = self.rnn(x, state)", "return self.decoder(h), state"]
    return [
        f"state, past = state or (None, {_no_past(plan)})",
        "h, state = self.rnn(x, state)",
        *ATTENTION,
        "return self.decoder(h), (state, before[-LOOKS_BACK:])",
    ]


def _stateless(plan: Plan) -> list[str]:
    read = "h, _ = self.rnn(x)" if plan.native else "h = self.rnn(x)"
    if not plan.connections.attention:
        return [read, "return self.decoder(h)"]
    return [f"past = {_no_past(plan)}", read, *ATTENTION, "return self.decoder(h)"]


def _no_past(plan: Plan) -> str:
    """The states before a text, which are zeros."""
    return f"x.new_zeros(LOOKS_BACK, x.shape[1], {_times(plan.architecture.directions)})"


def _times(count: int) -> str:
    return f"{count} * HIDDEN" if count > 1 else "HIDDEN"
