namespace Contrail.Samples.Shop;

internal sealed record BasketLine(string Product, int Count);

internal sealed record Basket(BasketLine[] Lines);
