"""Trains rnnviz's core when asked to: a case per line on stdin, seconds per line on stdout."""

from turns import serve

from rnnviz.lab.core_bench import Case, Training

if __name__ == "__main__":
    serve(lambda case: Training(Case(*case)).seconds)
