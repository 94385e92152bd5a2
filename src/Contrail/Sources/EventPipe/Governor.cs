using System.Diagnostics;
using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Sources.EventPipe;

/// <summary>
/// Observes what a recording costs, and says when to record less, or more again. Used by one thread.
/// </summary>
internal sealed class Governor
{
    private readonly GovernorOptions _limits;
    private readonly List<Profile> _dearestFirst = [];
    private readonly bool _stacksAlwaysCome;
    private GovernorMemory _memory;
    private GovernorMemory _afterStep;
    private (long Events, long Bytes)? _before;
    private long _observedAt;

    /// <param name="limits">What is too much.</param>
    /// <param name="chosen">The profile to begin with; those below it are the ones it can step to.</param>
    /// <param name="stacksAlwaysCome">Whether the runtime is one that cannot leave them out.</param>
    public Governor(GovernorOptions limits, Profile chosen, bool stacksAlwaysCome)
    {
        _limits = limits;
        _stacksAlwaysCome = stacksAlwaysCome;
        _memory = GovernorMemory.Fresh(limits);
        for (Profile? profile = chosen; profile is not null; profile = profile.Cheaper)
        {
            _dearestFirst.Add(profile);
        }
    }

    /// <summary>
    /// The profile to go on with, and why; null if it is the one that is in force. Once it is, <see cref="Done"/> is to
    /// be called; otherwise the same is asked for again.
    /// </summary>
    public (Profile Profile, string Because)? Decide(RecordingCounts counts, Profile inForce)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_observedAt);
        (long Events, long Bytes) now = (
            counts.EventCount + counts.LossCounts.GetValueOrDefault(LossReason.RuntimeDropped), counts.StreamBytes);
        (long Events, long Bytes)? before = _before;
        _before = now;
        _observedAt = Stopwatch.GetTimestamp();
        if (before is not { } last)
        {
            return null;
        }

        GovernorLoad load = new(
            (now.Events - last.Events) / elapsed.TotalSeconds,
            (now.Bytes - last.Bytes) / elapsed.TotalSeconds,
            inForce.HasStacks || _stacksAlwaysCome);
        (GovernorMemory memory, GovernorStep step) = GovernorPolicy.Decide(
            _memory, load, elapsed, _limits, _dearestFirst.Count - 1);
        if (step == GovernorStep.None)
        {
            _memory = memory;
            return null;
        }

        _afterStep = memory;
        string because = step == GovernorStep.Down
            ? string.Create(CultureInfo.InvariantCulture,
                $"{load.EventsPerSecond:F0} events/s, about {load.CpuShare:P1} of a core, were over the limit")
            : string.Create(CultureInfo.InvariantCulture, $"it was calm for {_memory.Patience.TotalSeconds:F0} s");
        return (_dearestFirst[memory.Level], because);
    }

    /// <summary>What was decided is done.</summary>
    public void Done()
    {
        _memory = _afterStep;

        // What came while it was done belongs to both profiles.
        _before = null;
    }
}
