"""What Schemathesis leaves out: requests with a value that the document does not list and that GitLab does not look at."""

import schemathesis

# The bounds that the document has for the numbers of pages.
LARGEST = {"page": 2**31 - 1, "per_page": 100}

# What the document lists for keyset pagination; without it, GitLab does not look at these.
LISTED = {"pagination": {"keyset"}, "order_by": {"id"}, "sort": {"asc", "desc"}}


def is_corrected(name, value):
    """GitLab refuses a page or a size that is no number, but brings any number into its bounds without a word."""
    try:
        return not 1 <= int(value) <= LARGEST[name]
    except (TypeError, ValueError):
        return False


@schemathesis.hook
def filter_case(_context, case):
    query = case.query or {}
    if any(is_corrected(name, query[name]) for name in LARGEST if name in query):
        return False
    if query.get("pagination") == "keyset":
        return True
    return all(str(query[name]) in listed for name, listed in LISTED.items() if name in query)
