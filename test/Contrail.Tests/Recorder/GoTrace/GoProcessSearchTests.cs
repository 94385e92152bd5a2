using Contrail.GoTrace;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.GoTrace;

/// <summary>How long and how often it is tried to find the process that writes a trace.</summary>
public sealed class GoProcessSearchTests
{
    private static readonly GoOwnerChoice Unknown = new(null, null, null);

    private readonly ManualTime _time = new();
    private readonly List<TimeSpan> _tries = [];

    [Fact]
    public void It_ends_when_something_is_known()
    {
        GoOwnerChoice proxy = new(null, null, new GoRefusal("a proxy"));
        Assert.Same(proxy, Run(() => _tries.Count < 4 ? Unknown : proxy, CancellationToken.None));
        Assert.Equal(4, _tries.Count);
    }

    [Fact]
    public void It_is_slower_each_time_and_abandoned_in_words()
    {
        GoOwnerChoice found = Run(() => Unknown, CancellationToken.None);
        Assert.Equal(
            "no clock; the search was abandoned after 15 tries in 59 s", found.Refusal!.Because);
        TimeSpan[] pauses = [.. _tries.Zip(_tries.Skip(1), (before, next) => next - before)];
        Assert.Equal(GoProcessSearch.MaxTries, _tries.Count);
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromMilliseconds(250), pauses[0]);
        Assert.Equal(TimeSpan.FromSeconds(8), pauses[^1]);
    }

    [Fact]
    public void It_can_be_canceled_between_two_tries()
    {
        using CancellationTokenSource cancel = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Run(
            () =>
            {
                cancel.Cancel();
                return Unknown;
            },
            cancel.Token));
        Assert.Single(_tries);
    }

    private GoOwnerChoice Run(Func<GoOwnerChoice> choose, CancellationToken cancel)
    {
        long started = _time.GetTimestamp();
        return _time.RunUntilDone(() => GoProcessSearch.Run(
            () =>
            {
                _tries.Add(_time.GetElapsedTime(started));
                return (choose(), "no clock");
            },
            _time, cancel));
    }
}
