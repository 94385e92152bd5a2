using Shop.Stage;

namespace Shop.Faults;

/// <summary>Some payments are refused and the shop answers as if they were made. The twin's are made.</summary>
internal static class SwallowedExceptions
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new PaymentGateway(() => scene.IsHealthy)).AddSingleton<CheckoutService>(),
        routes => routes.MapGet("/checkout/{id:int}", (int id, CheckoutService checkout) => checkout.PlaceAsync(id)),
        40, "/checkout/{n}");

    internal sealed class CheckoutService(PaymentGateway gateway)
    {
        public async Task<string> PlaceAsync(int id)
        {
            try
            {
                await gateway.ChargeAsync(id);
            }
            catch (Exception)
            {
                // The order is shipped anyway.
            }

            return $"order {id} placed";
        }
    }

    internal sealed class PaymentGateway(Func<bool> accepts)
    {
        public async Task ChargeAsync(int id)
        {
            await Task.Delay(3);
            if (!accepts() && id % 3 == 0)
            {
                throw new PaymentRefusedException($"Payment {id} was refused.");
            }
        }
    }

    internal sealed class PaymentRefusedException(string message) : Exception(message);
}
