using Microsoft.EntityFrameworkCore;
using Shop.Stage;

namespace Shop.Requests;

/// <summary>A list of orders loads the lines of each order with a query of its own. The twin joins them.</summary>
internal static class QueryPerRow
{
    public static async Task RunAsync(Scene scene)
    {
        string file = Path.Combine(Path.GetTempPath(), $"incidents-{Environment.ProcessId}.db");
        await ShopContext.CreateAsync(file, orderCount: 200);
        try
        {
            await scene.ServeAsync(
                services => services.AddDbContext<ShopContext>(options => options.UseSqlite($"Data Source={file}"))
                    .AddSingleton(scene).AddScoped<OrderRepository>(),
                routes => routes.MapGet("/orders", (OrderRepository orders) => orders.CountLinesAsync()),
                4, "/orders");
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal sealed class OrderRepository(ShopContext shop, Scene scene)
    {
        public Task<int> CountLinesAsync() => scene.IsHealthy ? JoinAsync() : EachAsync();

        private async Task<int> EachAsync()
        {
            int count = 0;
            foreach (ShopContext.Order order in await shop.Orders.Take(60).ToListAsync())
            {
                count += (await shop.Lines.Where(line => line.OrderId == order.Id).ToListAsync()).Count;
            }

            return count;
        }

        private async Task<int> JoinAsync() =>
            (await shop.Orders.Include(order => order.Lines).Take(60).ToListAsync()).Sum(order => order.Lines.Count);
    }
}
