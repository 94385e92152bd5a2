using System.Diagnostics;
using Contrail.Tool.Foreground;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>What abandons a last snapshot that takes long.</summary>
public sealed class SnapshotRequestsTests
{
    private static readonly StopRequest Signal = new("SIGHUP", End: true) { IsFromUser = true };

    [Fact]
    public void Only_a_later_request_of_a_user_abandons_a_last_snapshot()
    {
        using SnapshotRequests requests = new(duration: null);

        // A terminal that closes sends SIGHUP twice.
        requests.Add(Signal);
        requests.Add(Signal);
        long moment = Stopwatch.GetTimestamp();
        Assert.False(requests.HasEndSince(moment));
        requests.Add(new StopRequest("end of the duration", End: true));
        requests.Add(new StopRequest("SIGUSR1", End: false) { IsFromUser = true });
        Assert.False(requests.HasEndSince(moment));
        requests.Add(Signal);
        Assert.True(requests.HasEndSince(moment));

        // The request stays: a recorder that follows a name ends by it.
        Assert.Equal("SIGHUP", requests.TakeEnd()?.Reason);
        Assert.True(requests.HasEndSince(moment));
    }

    [Fact]
    public void A_storm_of_triggers_ends_a_wait_and_leaves_the_queue_to_the_user()
    {
        using SnapshotRequests requests = new(duration: null);
        for (int number = 0; number < 1_000; number++)
        {
            requests.Wake();
        }

        requests.Add(new StopRequest("SIGUSR1", End: false) { IsFromUser = true });
        long started = Stopwatch.GetTimestamp();
        StopRequest? first = requests.Next(TimeSpan.FromMinutes(5)) ?? requests.Next(TimeSpan.FromMinutes(5));
        Assert.Equal("SIGUSR1", first?.Reason);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1));
        requests.Wake();
        Assert.Null(requests.Next(TimeSpan.FromMinutes(5)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trigger_that_fires_while_the_queue_is_full_takes_no_later_wake_away(bool isBeforeOthers)
    {
        using SnapshotRequests requests = new(duration: null);
        if (isBeforeOthers)
        {
            // A stop replaces it.
            requests.Wake();
        }

        for (int number = 0; number < 100; number++)
        {
            requests.Add(new StopRequest("SIGUSR1", End: false));
        }

        requests.Wake();
        requests.Add(Signal);
        Assert.Equal("SIGHUP", requests.TakeEnd()?.Reason);
        requests.Wake();
        long started = Stopwatch.GetTimestamp();
        Assert.Null(requests.Next(TimeSpan.FromSeconds(40)));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_stop_that_follows_a_trigger_is_found()
    {
        using SnapshotRequests requests = new(duration: null);
        requests.Wake();
        requests.Add(Signal);
        Assert.Equal("SIGHUP", requests.TakeEnd()?.Reason);
    }
}
