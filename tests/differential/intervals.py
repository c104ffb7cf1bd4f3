"""95 % intervals as the documents name them, from the textbook formula."""
import math

Z = 1.959963984540054


def clamp(low, high, least=0, most=1):
    return max(low, least), min(high, most)


def wilson(k, n):
    """Wilson's score interval of a proportion."""
    p, z2 = k / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return clamp(middle - half, middle + half)


def linearised(pairs):
    """A ratio of sums of the same rows (decision 0009); one row gives none."""
    n, whole = len(pairs), sum(a for a, _ in pairs)
    if n < 2 or whole <= 0:
        return None, None
    r = sum(a for a, w in pairs if w) / whole
    half = Z * math.sqrt(n / (n - 1) * sum(((1 if w else 0) - r) ** 2 * a * a for a, w in pairs)) / whole
    return clamp(r - half, r + half)


def mean(values):
    """Mean and 1.96 standard errors of it."""
    n = len(values)
    if n < 2:
        return None, None
    middle = sum(values) / n
    half = Z * math.sqrt(sum((v - middle) ** 2 for v in values) / (n - 1) / n)
    return middle - half, middle + half


def order_statistics(values, p):
    """Ends of a quantile: the sorted values number np ± 1.96 √(np(1 − p)), rounded up (Conover); below 6 values none."""
    n = len(values)
    if n < 6:
        return None, None
    half = Z * math.sqrt(n * p * (1 - p))
    place = lambda rank: values[min(max(math.ceil(rank), 1), n) - 1]
    return place(n * p - half), place(n * p + half)


def adjusted_wald(promoters, detractors, n):
    """NPS: three answers more, three quarters of one to each side; in points, within ±100."""
    m = n + 3
    plus, minus = (promoters + 0.75) / m, (detractors + 0.75) / m
    middle, half = plus - minus, Z * math.sqrt((plus + minus - (plus - minus) ** 2) / m)
    return clamp(100 * (middle - half), 100 * (middle + half), -100, 100)
