"""Trains the same network with PyTorch when asked to; imports nothing of rnnviz."""

from time import perf_counter

import torch
from turns import serve

SYMBOLS, WINDOWS, LEARNING_RATE, THRESHOLD = 65, 8, 0.001, 5.0
LAYERS = {"vanilla": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


class Training(torch.nn.Module):
    """Recurrent layer and linear readout over one-hot symbols, which are made beforehand."""

    def __init__(self, cell, hidden, batch, window):
        super().__init__()
        self.rnn = LAYERS[cell](SYMBOLS, hidden)
        self.decoder = torch.nn.Linear(hidden, SYMBOLS)
        text = torch.randint(0, SYMBOLS, (WINDOWS, window + 1, batch))
        self.inputs = [torch.nn.functional.one_hot(w[:-1], SYMBOLS).float() for w in text]
        self.targets = [w[1:].reshape(-1) for w in text]
        self.optimizer = torch.optim.Adam(self.parameters(), LEARNING_RATE, fused=True)
        self.state, self.steps = None, 0

    def step(self):
        turn = self.steps % WINDOWS
        self.steps += 1
        self.optimizer.zero_grad()
        h, state = self.rnn(self.inputs[turn], self.state)
        logits = self.decoder(h).view(-1, SYMBOLS)
        torch.nn.functional.cross_entropy(logits, self.targets[turn]).backward()
        torch.nn.utils.clip_grad_norm_(self.parameters(), THRESHOLD)
        self.optimizer.step()
        detached = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
        self.state = detached

    def seconds(self, steps):
        started = perf_counter()
        for _ in range(steps):
            self.step()
        return perf_counter() - started


if __name__ == "__main__":
    torch.set_num_threads(1)
    serve(lambda case: Training(*case).seconds)
