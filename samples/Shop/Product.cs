namespace Contrail.Samples.Shop;

internal sealed record Product(string Name, decimal Price, int Stock, int Sold);
