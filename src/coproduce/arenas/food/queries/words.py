"""How much of something it is, as it is said in a sentence."""

from collections.abc import Iterable

from coproduce.arenas.food.models import Product


def much(product: Product, amount: int) -> str:
    """So much of a product: `3 × Leeks`, `500 g Flour`."""
    return f"{amount} × {product.name}" if product.unit == "piece" else f"{amount} {product.unit} {product.name}"


def listed(parts: Iterable[str]) -> str:
    """Several of them in a row."""
    return ", ".join(parts)
