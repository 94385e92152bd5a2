using Shop.Stage;

namespace Shop.Memory;

/// <summary>
/// A cache of millions of small objects is replaced all the time, without the concurrent collector. The twin keeps the
/// same values in arrays.
/// </summary>
internal static class LongGcPause
{
    public static Task RunAsync(Scene scene) => scene.WorkAsync(services =>
    {
        if (scene.IsHealthy)
        {
            services.AddHostedService<PackedCache>();
        }
        else
        {
            services.AddHostedService<SessionCache>();
        }
    });

    private const int SessionCount = 4_000_000;
    private const int ReplacedPerTick = 100_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(60);

    internal sealed class SessionCache : BackgroundService
    {
        private readonly Session?[] _sessions = new Session?[SessionCount];

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(Interval);
            for (int number = 0; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                number = Refresh(number);
            }
        }

        private int Refresh(int number)
        {
            for (int count = 0; count < ReplacedPerTick; count++)
            {
                number = (number + 7919) % SessionCount;
                Visitor? friend = _sessions[(number + 1) % SessionCount]?.Visitor;
                _sessions[number] = new Session(number, new Visitor(number, friend));
            }

            return number;
        }
    }

    internal sealed class PackedCache : BackgroundService
    {
        private readonly long[] _sessions = new long[SessionCount];

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using PeriodicTimer timer = new(Interval);
            for (int number = 0; await timer.WaitForNextTickAsync(stoppingToken);)
            {
                for (int count = 0; count < ReplacedPerTick; count++)
                {
                    number = (number + 7919) % SessionCount;
                    _sessions[number]++;
                }
            }
        }
    }

    internal sealed record Session(int Number, Visitor Visitor);

    // The friend's friend is not kept: the graph stays shallow.
    internal sealed class Visitor(int number, Visitor? friend)
    {
        public int Number { get; } = number + (friend?.Number ?? 0) % 2;
    }
}
