namespace Contrail.Samples.Shop;

/// <summary>What the shop answers.</summary>
internal static class Endpoints
{
    public static void MapShop(this WebApplication shop)
    {
        shop.MapGet("/products", (Store store) => store.List());
        shop.MapGet("/products/best", (Store store) => store.List().OrderByDescending(product => product.Sold).Take(3));
        shop.MapPost("/checkout", Checkout);
        shop.MapPost("/incident", (Incident incident) => incident.HappenAsync());
    }

    private static IResult Checkout(Basket basket, Store store)
    {
        try
        {
            return Results.Ok(store.Checkout(basket));
        }
        catch (OutOfStockException emptyShelf)
        {
            return Results.Conflict(new { emptyShelf.Product });
        }
    }
}
