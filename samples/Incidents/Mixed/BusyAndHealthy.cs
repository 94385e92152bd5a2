using System.Buffers;
using System.Security.Cryptography;
using Shop.Requests;
using Shop.Stage;
using Microsoft.EntityFrameworkCore;

namespace Shop.Mixed;

/// <summary>
/// A service with much to do and no cause of trouble: a database, another service, buffers, short locks, few
/// exceptions.
/// </summary>
internal static class BusyAndHealthy
{
    public static async Task RunAsync(Scene scene)
    {
        Uri backend = await scene.StartBackendAsync(delayMilliseconds: 3);
        string file = Path.Combine(Path.GetTempPath(), $"incidents-{Environment.ProcessId}.db");
        await ShopContext.CreateAsync(file, orderCount: 100);
        try
        {
            await scene.ServeAsync(
                services => services.AddDbContext<ShopContext>(options => options.UseSqlite($"Data Source={file}"))
                    .AddSingleton(new HttpClient { BaseAddress = backend })
                    .AddSingleton<VisitCounter>().AddScoped<OrderService>(),
                Map, 150, "/orders/{n}", "/rates/{n}", "/pictures/{n}", "/visits");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Map(WebApplication routes)
    {
        routes.MapGet("/orders/{id:int}", async (int id, OrderService orders) =>
            await orders.FindAsync(id % 100 + 1) is { } customer ? Results.Ok(customer) : Results.NotFound());
        routes.MapGet("/rates/{id:int}", (int id, HttpClient rates) =>
            rates.GetStringAsync(new Uri($"/rates/{id}", UriKind.Relative)));
        routes.MapGet("/pictures/{id:int}", (int id) => Hash(id));
        routes.MapGet("/visits", (VisitCounter visits) => visits.Next());
    }

    private static string Hash(int id)
    {
        byte[] picture = ArrayPool<byte>.Shared.Rent(20_000);
        picture[0] = (byte)(id % 256);
        string hash = Convert.ToHexString(SHA256.HashData(picture));
        ArrayPool<byte>.Shared.Return(picture);
        return hash;
    }

    internal sealed class OrderService(ShopContext shop, ILogger<OrderService> log)
    {
        public async Task<string?> FindAsync(int id)
        {
            try
            {
                ShopContext.Order order = await shop.Orders.AsNoTracking().SingleAsync(order => order.Id == id);
                return id == 50 ? throw new InvalidOperationException("The order is locked.") : order.Customer;
            }
            catch (InvalidOperationException failure)
            {
                log.LogWarning(failure, "Order {Id} was not read.", id);
                return null;
            }
        }
    }

    internal sealed class VisitCounter
    {
        private readonly Lock _countLock = new();
        private readonly Dictionary<long, int> _byMinute = [];

        public int Next()
        {
            long minute = Environment.TickCount64 / 60_000;
            lock (_countLock)
            {
                return _byMinute[minute] = _byMinute.GetValueOrDefault(minute) + 1;
            }
        }
    }
}
