using System.Threading.Channels;
using Shop.Stage;

namespace Shop.Waits;

/// <summary>Reservations await a confirmation that arrives late or never. The twin's arrives at once.</summary>
internal static class AsyncNotRunning
{
    public static Task RunAsync(Scene scene) => scene.ServeAsync(
        services => services.AddSingleton(new ConfirmationQueue(scene.IsHealthy)).AddSingleton<ReservationService>(),
        routes => routes.MapGet(
            "/reservations/{id:int}", (int id, ReservationService reservations) => reservations.ReserveAsync(id)),
        8, "/reservations/{n}");

    internal sealed class ReservationService(ConfirmationQueue confirmations)
    {
        public async Task<string> ReserveAsync(int id)
        {
            await Task.Yield();
            int confirmation = await confirmations.WaitForConfirmationAsync(id);
            return $"reservation {id}: {confirmation}";
        }
    }

    internal sealed class ConfirmationQueue(bool isServed)
    {
        public async Task<int> WaitForConfirmationAsync(int id)
        {
            Channel<int> answers = Channel.CreateUnbounded<int>();
            if (isServed)
            {
                _ = ConfirmLaterAsync(answers, id);
            }

            return await answers.Reader.ReadAsync();
        }

        private static async Task ConfirmLaterAsync(Channel<int> answers, int id)
        {
            await Task.Delay(5);
            await answers.Writer.WriteAsync(id);
        }
    }
}
