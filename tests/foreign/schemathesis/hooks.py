"""What Schemathesis leaves out: requests of which neither the document nor GitLab says what should become of them."""

import schemathesis

# The bounds that the document has for the numbers of pages.
LARGEST = {"page": 2**31 - 1, "per_page": 100}


@schemathesis.hook
def filter_case(_context, case):
    """GitLab refuses a page or a size that is no number, but brings any number into its bounds without a word."""
    for name, largest in LARGEST.items():
        value = (case.query or {}).get(name)
        try:
            number = int(value)
        except (TypeError, ValueError):
            continue
        if not 1 <= number <= largest:
            return False
    return True
