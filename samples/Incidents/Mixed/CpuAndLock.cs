using Shop.Cpu;
using Shop.Stage;
using Shop.Waits;

namespace Shop.Mixed;

/// <summary>Quotes compute too much, and orders wait for one lock. The twin has neither.</summary>
internal static class CpuAndLock
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new HotMethod.DiscountRules(() => scene.IsHealthy))
            .AddSingleton<HotMethod.PriceService>()
            .AddSingleton(new LockConvoy.OrderLedger(() => scene.IsHealthy)).AddSingleton<LockConvoy.OrderService>(),
        routes =>
        {
            routes.MapGet("/quotes/{id:int}", (int id, HotMethod.PriceService prices) => prices.Quote(id));
            routes.MapGet("/orders/{id:int}", (int id, LockConvoy.OrderService orders) => orders.Place(id));
        },
        120, "/quotes/{n}", "/orders/{n}");
}
