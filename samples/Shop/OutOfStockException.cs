namespace Contrail.Samples.Shop;

/// <summary>The shelf was empty. It has been filled again, for the next visitor.</summary>
internal sealed class OutOfStockException(string product) : Exception($"There is no {product} left.")
{
    public string Product => product;
}
