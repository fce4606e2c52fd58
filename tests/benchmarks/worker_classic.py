"""Trains rnnviz's core as min-char-rnn does, Adagrad and clipping by value, when asked to."""

from turns import serve

from rnnviz.lab.core_bench import Case, Training

if __name__ == "__main__":
    serve(lambda case: Training(Case(*case), optimizer="adagrad", clipping="value").seconds)
