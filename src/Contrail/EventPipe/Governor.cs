using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.EventPipe;

/// <summary>
/// Observes the cost of a recording, and decides when to record less, or more again. Not thread-safe.
/// </summary>
internal sealed class Governor
{
    /// <summary>Over less of the trace than a flush a rate means nothing.</summary>
    private const double LeastSeconds = 0.1;

    private readonly GovernorOptions _limits;
    private readonly List<Profile> _dearestFirst = [];
    private readonly bool _stacksAlwaysCome;
    private GovernorMemory _memory;
    private GovernorMemory _afterStep;
    private readonly StreamingThreads _threads;
    private readonly TimeProvider _time;
    private (long Events, long Bytes, TraceTicks? Latest)? _before;
    private long _observedAt;

    /// <param name="limits">What is too much.</param>
    /// <param name="chosen">The profile to begin with; those below it are the ones it can step to.</param>
    /// <param name="stacksAlwaysCome">Whether the runtime is one that cannot leave them out.</param>
    /// <param name="threads">The runtime's own threads that write the stream.</param>
    /// <param name="time">The clock of the recorder.</param>
    public Governor(
        GovernorOptions limits, Profile chosen, bool stacksAlwaysCome, StreamingThreads threads, TimeProvider time)
    {
        _time = time;
        _threads = threads;
        _limits = limits;
        _stacksAlwaysCome = stacksAlwaysCome;
        _memory = GovernorMemory.Fresh(limits);
        for (Profile? profile = chosen; profile is not null; profile = profile.Cheaper)
        {
            _dearestFirst.Add(profile);
        }
    }

    /// <summary>
    /// Returns the next step and its reason; null for none. After the step, the caller calls <see cref="Done"/>;
    /// otherwise the next call returns the same step.
    /// </summary>
    /// <param name="counts">What has arrived so far.</param>
    /// <param name="inForce">The profile that is recorded.</param>
    /// <param name="behind">The lag of the stream, although everything that was sent has been read.</param>
    public GovernorDecision? Decide(RecordingCounts counts, Profile inForce, TimeSpan behind)
    {
        TimeSpan elapsed = _time.GetElapsedTime(_observedAt);
        double? streamingShare = _threads.ReadShare();
        (long Events, long Bytes, TraceTicks? Latest) now = (
            counts.EventCount + counts.LossCounts.GetValueOrDefault(LossReason.RuntimeDropped),
            counts.StreamBytes,
            counts.Latest);
        (long Events, long Bytes, TraceTicks? Latest)? before = _before;
        _before = now;
        _observedAt = _time.GetTimestamp();
        if (before is not { } last)
        {
            return null;
        }

        double seconds = SecondsOfTrace(last.Latest, now.Latest, counts.TicksPerSecond, elapsed);
        GovernorLoad load = new(
            (now.Events - last.Events) / seconds,
            (now.Bytes - last.Bytes) / seconds,
            inForce.HasStacks || _stacksAlwaysCome)
        {
            WriterCount = counts.WriterCount,
            Lag = behind,
            StreamingShare = streamingShare,
        };
        (GovernorMemory memory, GovernorStep step) = GovernorPolicy.Decide(
            _memory, load, elapsed, inForce.Allow(_limits), _dearestFirst.Count - 1);
        if (step == GovernorStep.None)
        {
            _memory = memory;
            return null;
        }

        _afterStep = memory;
        string because = step == GovernorStep.Up
            ? string.Create(CultureInfo.InvariantCulture, $"it was calm for {_memory.Patience.TotalSeconds:F0} s")
            : Why(load);
        return new GovernorDecision(step, _dearestFirst[memory.Level], because);
    }

    /// <summary>
    /// The time over which a rate is taken, by the trace's own clock: a backlog that is read at once, because this
    /// process was slow, is no storm.
    /// </summary>
    internal static double SecondsOfTrace(TraceTicks? from, TraceTicks? to, long ticksPerSecond, TimeSpan elapsed)
    {
        double seconds = from is { } first && to is { } last && ticksPerSecond > 0
            ? (double)last.Since(first) / ticksPerSecond
            : 0;
        return seconds >= LeastSeconds ? seconds : elapsed.TotalSeconds;
    }

    private static string Why(GovernorLoad load) => load switch
    {
        { IsBehind: true } => string.Create(
            CultureInfo.InvariantCulture, $"the runtime's stream was {load.Lag.TotalSeconds:F1} s behind"),
        { IsHarmful: true } => string.Create(
            CultureInfo.InvariantCulture,
            $"the runtime's streaming threads, of all tools, used {load.StreamingShare:P0} of a core"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{load.EventsPerSecond:F0} events/s on {load.WriterCount} threads were over the limit; they cost the "
                + $"process an estimated {ShareText(load.CpuShare)}"),
    };

    // The estimate is for threads that all need buffers at once: with those that end soon it is beyond any machine.
    private static string ShareText(double ofCore) => ofCore >= 1
        ? "core or more"
        : string.Create(CultureInfo.InvariantCulture, $"{ofCore:P1} of a core");

    /// <summary>What was decided is done.</summary>
    public void Done()
    {
        _memory = _afterStep;

        // Events that arrive during the step belong to both profiles.
        _before = null;
        _threads.Forget();
    }
}
