using System.Globalization;

namespace Contrail.Samples.Shop;

/// <summary>The shelves. One lock protects them, which is fast until a thread holds it for long.</summary>
internal sealed class Store
{
    private const int RestockTo = 40;

    private readonly object _shelvesLock = new();
    private readonly Dictionary<string, Product> _shelves = new Product[]
    {
        new("kite", 19.90m, RestockTo, 0),
        new("glider", 49.00m, RestockTo, 0),
        new("balloon", 2.50m, RestockTo, 0),
    }.ToDictionary(product => product.Name);

    public IReadOnlyList<Product> List()
    {
        lock (_shelvesLock)
        {
            return [.. _shelves.Values.OrderBy(product => product.Name)];
        }
    }

    public Receipt Checkout(Basket basket)
    {
        lock (_shelvesLock)
        {
            return new Receipt(basket.Lines.Sum(Sell), basket.Lines.Sum(line => line.Count));
        }
    }

    /// <summary>Counts every piece while it holds the lock.</summary>
    public void TakeStock(TimeSpan patience)
    {
        lock (_shelvesLock)
        {
            foreach (Product product in _shelves.Values)
            {
                Count($"{product.Stock} pieces", patience / _shelves.Count);
            }
        }
    }

    // A label that cannot be read is counted by hand.
    private static void Count(string label, TimeSpan byHand)
    {
        try
        {
            _ = int.Parse(label, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            Thread.Sleep(byHand);
        }
    }

    private decimal Sell(BasketLine line)
    {
        Product product = _shelves[line.Product];
        if (product.Stock < line.Count)
        {
            _shelves[product.Name] = product with { Stock = RestockTo };
            throw new OutOfStockException(product.Name);
        }

        int left = product.Stock - line.Count;
        _shelves[product.Name] = product with { Stock = left, Sold = unchecked(product.Sold + line.Count) };
        return product.Price * line.Count;
    }
}
