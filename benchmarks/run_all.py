"""All benchmarks, one after the other, as a Markdown table. Takes some minutes."""

import clean_up
import concurrency
import http_calls
import memory
import policy
import read_call
import start_up
import tokens
import usage
from measure import main

if __name__ == "__main__":
    main(
        start_up,
        read_call,
        http_calls,
        concurrency,
        policy,
        tokens,
        memory,
        clean_up,
        usage,
        table=True,
    )
