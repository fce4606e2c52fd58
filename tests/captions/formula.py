"""Computes a formula as it is written, so that tests can hold it against what it should be."""

import ast
import operator

import numpy as np

SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.MatMult: operator.matmul,
    ast.USub: operator.neg,
}
FUNCTIONS = {
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "log_sigmoid": lambda a: -np.log1p(np.exp(-a)),
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
    "exp": np.exp,
    "max": np.maximum,
}


def compute(text, values=()):
    """The value of a formula of numbers and of names in `values`."""
    return _value(ast.parse(text, mode="eval").body, dict(values))


def _value(node, values):
    match node:
        case ast.Constant(value):
            return value
        case ast.Name(name):
            return values[name]
        case ast.BinOp(left, sign, right):
            return SIGNS[type(sign)](_value(left, values), _value(right, values))
        case ast.UnaryOp(sign, operand):
            return SIGNS[type(sign)](_value(operand, values))
        case ast.Call(ast.Name(function), arguments):
            return FUNCTIONS[function](*(_value(argument, values) for argument in arguments))
    raise AssertionError(f"no formula: {ast.dump(node)}")
