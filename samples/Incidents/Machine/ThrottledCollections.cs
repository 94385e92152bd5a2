using System.Security.Cryptography;
using System.Text;
using Shop.Stage;

namespace Shop.Machine;

/// <summary>
/// Sessions that are replaced, and tokens that are computed, with less processor time than both need: collections that
/// take some milliseconds stop all threads for hundreds. The twin's limit is above what they use.
/// </summary>
internal static class ThrottledCollections
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
        services.AddHostedService<SessionCache>().AddHostedService<TokenService>());

    internal sealed class SessionCache : BackgroundService
    {
        private const int SessionCount = 300_000;
        private const int ReplacedPerTick = 20_000;
        private readonly Session?[] _sessions = new Session?[SessionCount];

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
            for (int number = 0; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                for (int count = 0; count < ReplacedPerTick; count++)
                {
                    number = (number + 7919) % SessionCount;
                    _sessions[number] = new Session(number, $"visitor {number}");
                }
            }
        }
    }

    internal sealed class TokenService : BackgroundService
    {
        private readonly byte[] _salt = Encoding.UTF8.GetBytes("a salt of 16 byte");

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Rfc2898DeriveBytes.Pbkdf2("password", _salt, 20_000, HashAlgorithmName.SHA256, 32);
            }
        }
    }

    internal sealed record Session(int Number, string Visitor);
}
