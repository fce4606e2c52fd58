"""The end of a file for PyTorch: what the network knows, and what is printed when it is run."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from rnnviz.lab.pytorch.literals import list_constant, quoted, tensor_constant, text_constant
from rnnviz.lab.pytorch.plan import Plan, Shown
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.rare_symbols import SIGN

LENGTH, TEMPERATURE = 500, 0.8
"""Of a sample, as `rnnviz sample` has them."""
DIGITS = 3
"""Of the numbers of an example."""
MAIN = ("", "", 'if __name__ == "__main__":')


def shown_constants(plan: Plan) -> list[str]:
    """The lines of what the network knows, or is shown: symbols, an example."""
    if plan.example is None:
        assert plan.coding is not None
        rare = [] if plan.coding.sign is None else [f"RARE = VOCABULARY.index({quoted(SIGN)})"]
        return [*text_constant("VOCABULARY", "".join(plan.coding.vocabulary)), *rare]
    return _constants(plan.example, plan)


def shown_functions(plan: Plan) -> list[str]:
    """The lines of the functions behind the network's, and what runs when the file does."""
    if plan.example is None:
        assert plan.coding is not None
        functions = [*_encode(plan.coding), "", "", *_sample(plan.coding)]
        return [*functions, *MAIN, "    print(sample(load()))"]
    if plan.example.horizon:
        written = r'    print("\n".join(f"{number:.6g}" for number in forecast(load())))'
        return [*_forecast(plan.example), *MAIN, written]
    encode = [*_encode(plan.coding or Coding(())), "", ""] if plan.example.signs else []
    return [*encode, *_show(plan.example, plan), *MAIN, "    show(load())"]


def _encode(coding: Coding) -> list[str]:
    text = "text.lower()" if coding.folding.name == "case" else "text"
    place = "VOCABULARY.index(symbol)"
    if coding.sign is not None:
        place += " if symbol in VOCABULARY else RARE"
    return [
        "def encode(text: str) -> torch.Tensor:",
        '    """The places (T, 1) of a text\'s symbols in VOCABULARY."""',
        f"    places = [{place} for symbol in {text}]",
        "    return torch.tensor(places)[:, None]",
    ]


def _sample(coding: Coding) -> list[str]:
    begin = "\n" if "\n" in coding.vocabulary else coding.vocabulary[0]
    never = "        logits[-1, 0, RARE] = -torch.inf  # it is read, but never written"
    return [
        "@torch.no_grad()",
        f"def sample(network, prime={quoted(begin)}, length={LENGTH}, temperature={TEMPERATURE}):",
        '    """What the network writes after `prime`: it reads each symbol that was drawn."""',
        '    symbols, state, text = encode(prime), None, ""',
        "    while len(text) < length:",
        "        logits, state = network(symbols, state)",
        *([] if coding.sign is None else [never]),
        "        p = torch.softmax(logits[-1, 0] / temperature, dim=0)",
        "        symbols = torch.multinomial(p, 1)[None]",
        "        text += VOCABULARY[symbols.item()]",
        "    return text",
    ]


def _constants(shown: Shown, plan: Plan) -> list[str]:
    if shown.horizon:
        standard = [f"MEAN, DEVIATION = {shown.mean:.9g}, {shown.deviation:.9g}"]
        return [*standard, *_tensor("READ", shown.inputs, plan)]
    if shown.signs:
        return [
            *text_constant("VOCABULARY", shown.signs),
            *text_constant("READ", _written(shown.inputs, shown.signs)),
            *_answers(shown),
        ]
    wanted = [round(value, DIGITS) for value in shown.targets.ravel().tolist()]
    return [*_tensor("READ", shown.inputs, plan), *list_constant("WANTED", wanted)]


def _tensor(name: str, values: NDArray[Any], plan: Plan) -> list[str]:
    """Numbers (T,) or (T, D) as they are read, one row a step."""
    digits = values.astype(float).round(DIGITS) if plan.example_is_drawn else values.astype(float)
    return tensor_constant(name, digits.tolist(), ".double()" if plan.double else "")


def _answers(shown: Shown) -> list[str]:
    """What is wanted at each of the last steps, classes or signs."""
    if shown.classes:
        return list_constant("WANTED", shown.targets.ravel().tolist())
    return text_constant("WANTED", _written(shown.targets, shown.signs))


def _written(codes: NDArray[Any], signs: str) -> str:
    return "".join(signs[code] for code in codes.ravel())


def _forecast(shown: Shown) -> list[str]:
    return [
        "@torch.no_grad()",
        f"def forecast(network, read=READ, steps={shown.horizon}):",
        '    """The numbers after those of `read` (T,): each forecast is read next."""',
        "    x, state, numbers = ((read - MEAN) / DEVIATION)[:, None, None], None, []",
        "    while len(numbers) < steps:",
        "        outputs, state = network(x, state)",
        "        x = outputs[-1:]",
        "        numbers.append(x.item() * DEVIATION + MEAN)",
        "    return numbers",
    ]


ALONE = (
    "@torch.no_grad()",
    "def show(network):",
    '    """Print what the network writes: it reads each symbol that it has written."""',
    '    symbols, state, written = encode(READ), None, ""',
    "    while len(written) < len(WANTED):",
    "        outputs, state = network(symbols, state)",
    "        symbols = outputs[-1:].argmax(dim=2)",
    "        written += VOCABULARY[symbols.item()]",
    '    print("read    ", READ)',
    '    print("wanted  ", WANTED)',
    '    print("came out", written)',
)


def _show(shown: Shown, plan: Plan) -> list[str]:
    if shown.alone:
        return [*ALONE]
    read = "encode(READ)" if shown.signs else "READ[:, None]"
    return [
        "@torch.no_grad()",
        "def show(network):",
        '    """Print what the network makes of a sequence that it has not seen before."""',
        f"    outputs{'' if plan.both_ways else ', _'} = network({read})",
        "    outputs = outputs[-len(WANTED) :, 0]",
        *_printed(shown, plan),
    ]


def _printed(shown: Shown, plan: Plan) -> list[str]:
    if shown.signs:
        sign = "str(code)" if shown.classes else "VOCABULARY[code]"
        wanted = '"".join(map(str, WANTED))' if shown.classes else "WANTED"
        return [
            '    print("read    ", READ)',
            f'    print("wanted  ", {wanted})',
            f'    print("came out", "".join({sign} for code in outputs.argmax(dim=1).tolist()))',
        ]
    if plan.loss == "cross_entropy":
        return [
            "    p = torch.softmax(outputs, dim=1)",
            '    print("wanted  ", *WANTED)',
            '    print("came out", *p.argmax(dim=1).tolist())',
            '    print("surely  ", *(f"{share:.0%}" for share in p.amax(dim=1)))',
        ]
    return [
        '    print("wanted  ", *WANTED)',
        f'    print("came out", *(round(value, {DIGITS}) for value in outputs.flatten().tolist()))',
    ]
