using Microsoft.EntityFrameworkCore;
using Shop.Stage;

namespace Shop.Requests;

/// <summary>A statistic compares every order with every other one in the database. The twin counts them.</summary>
internal static class SlowSql
{
    public static async Task RunAsync(Scene scene)
    {
        string file = Path.Combine(Path.GetTempPath(), $"incidents-{Environment.ProcessId}.db");
        await ShopContext.CreateAsync(file, orderCount: 1200);
        try
        {
            await scene.ServeAsync(
                services => services.AddDbContext<ShopContext>(options => options.UseSqlite($"Data Source={file}"))
                    .AddSingleton(scene).AddScoped<StatisticsRepository>(),
                routes => routes.MapGet("/statistics", (StatisticsRepository orders) => orders.CountPairsAsync()),
                2, "/statistics");
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal sealed class StatisticsRepository(ShopContext shop, Scene scene)
    {
        public Task<int> CountPairsAsync() => scene.IsHealthy
            ? shop.Orders.CountAsync(order => order.Customer == "customer 7")
            : shop.Orders.CountAsync(order => shop.Orders.Any(
                other => other.Customer + "!" == order.Customer + other.Id));
    }
}
