"""Trains the naive character network when asked to: a case per line on stdin, seconds out."""

from naive_char_rnn import training
from turns import serve

SYMBOLS = 65

if __name__ == "__main__":
    serve(lambda case: training(SYMBOLS, case[1], case[3]))
