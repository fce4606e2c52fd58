"""Goes the whole way: trains here, exports, trains on in PyTorch, imports, and compares.

    python tests/benchmarks/through_pytorch.py [--cells gru,lstm] [--layers 1,2] [--steps 200]

For every cell and number of layers: the probabilities of the next character after some phrases,
here and in PyTorch, and their largest difference; the loss of the run and of what is imported
unchanged; and the loss before and after a training on in PyTorch. PyTorch (with safetensors) may
live in another Python: name it with --torch-python or RNNVIZ_TORCH_PYTHON.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from rnnviz.cli import main as rnnviz
from rnnviz.core.cells import REGISTRY
from rnnviz.core.sampling import distribution
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.validation import text_loss
from rnnviz.tasks.builtin import BUILTIN

PHRASES = ("The ", "Where are you going", "a", "\n\nO ", "the sea, the sea")
CLOSE = 1e-5
IN_PYTORCH = """
import json, sys
import torch
from torch.nn.functional import cross_entropy
from model import encode, load, save

torch.set_num_threads(1)
phrases, text, steps = json.loads(sys.stdin.read())
network = load()
with torch.no_grad():
    rows = [torch.softmax(network(encode(one))[0][-1, 0], dim=0).tolist() for one in phrases]
codes, optimizer = encode(text), torch.optim.Adam(network.train().parameters(), lr=3e-3)
for step in range(steps):
    windows = codes[torch.randint(len(codes) - 65, (32,)) + torch.arange(65)[:, None], 0]
    outputs, _ = network(windows[:-1])
    loss = cross_entropy(outputs.flatten(0, 1), windows[1:].flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
save(network, "trained.safetensors")
print(json.dumps(rows))
"""


def arguments(given=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", default=",".join(REGISTRY))
    parser.add_argument("--layers", default="1,2")
    parser.add_argument("--hidden", type=int, default=24)
    parser.add_argument("--steps", type=int, default=200, help="here, and then in PyTorch")
    parser.add_argument("--flags", default="", help="more of those of rnnviz train")
    parser.add_argument(
        "--torch-python", default=os.environ.get("RNNVIZ_TORCH_PYTHON", sys.executable)
    )
    return parser.parse_args(given)


def call(*words):
    """Run a command, whose own words are not shown."""
    written = sys.stdout
    with Path(os.devnull).open("w") as sys.stdout:
        code = rnnviz([str(word) for word in words])
    sys.stdout = written
    assert code == 0, words


def loss_of(run, text):
    """What `rnnviz evaluate` measures, in nats per character."""
    return text_loss(run.network(), run.coding.encode(text))


def here(run):
    """The probabilities of the next character after every phrase."""
    for phrase in PHRASES:
        network, codes = run.network(), run.coding.encode(phrase).astype(int)[:, None]
        yield distribution(network.forward(codes, network.zero_state(1))[-1, 0])


def there(python, folder, text, steps):
    """The same in PyTorch, which then trains on."""
    given = json.dumps([PHRASES, text, steps])
    done = subprocess.run(
        [python, "-c", IN_PYTORCH], input=given, cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def way(folder, cell, layers, parsed):
    """One cell's way there and back, as a row."""
    first, again, trained = (folder / f"{n}.safetensors" for n in ("run", "again", "trained"))
    flags = ("--cell", cell, "--layers", layers, "--hidden", parsed.hidden, *parsed.flags.split())
    call("train", "verse", *flags, "--steps", parsed.steps, "--out", first)
    call("export", first, "--to", "pytorch", folder / "torch")
    run = load_run(first)
    corpus = BUILTIN["verse"].load(run.coding.folding)
    text = corpus.decode(corpus.codes)
    rows = there(parsed.torch_python, folder / "torch", text, parsed.steps)
    call("import", folder / "torch" / "model.safetensors", "--out", again)
    call("import", folder / "torch" / "trained.safetensors", "--out", trained)
    pairs = zip(here(run), rows, strict=True)
    return {
        "cell": cell,
        "layers": layers,
        "apart": max(float(np.abs(ours - np.array(theirs)).max()) for ours, theirs in pairs),
        "before": loss_of(run, text),
        "again": loss_of(load_run(again), text),
        "trained": loss_of(load_run(trained), text),
    }


def main():
    parsed = arguments()
    for cell in parsed.cells.split(","):
        for layers in map(int, parsed.layers.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                row = way(Path(folder), cell, layers, parsed)
            print(
                "{cell:9} L={layers} probabilities apart by {apart:.1e}; loss {before:.6f}, "
                "imported {again:.6f}, trained on {trained:.6f}".format(**row),
                flush=True,
            )
            assert row["apart"] < CLOSE
            assert row["before"] == row["again"]
            assert row["trained"] < row["before"]


if __name__ == "__main__":
    main()
