using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>The garbage collections that have started since the latest pause. Not safe for concurrent use.</summary>
internal sealed class RecentCollections
{
    /// <summary>More than a pause can contain; where pauses are lost, the oldest are forgotten.</summary>
    private const int MaxCount = 16;

    private readonly List<RunningCollection> _byStart = [];

    /// <summary>Adds one that starts.</summary>
    public void Add(RunningCollection started)
    {
        if (_byStart.Count == MaxCount)
        {
            _byStart.RemoveAt(0);
        }

        _byStart.Add(started);
    }

    /// <summary>When the latest one in the background started; null if none did.</summary>
    public TraceTime? LatestBackgroundStart => _byStart.FindLast(one => one.IsConcurrent)?.Start;

    /// <summary>Those that started during a pause, the one that took most of its time first.</summary>
    public IReadOnlyList<PauseCollection> StartedWithin(TraceTime from, TraceTime to)
    {
        List<(long Nanoseconds, PauseCollection Part)> within = [];
        for (int index = 0; index < _byStart.Count; index++)
        {
            RunningCollection one = _byStart[index];
            if (one.Start >= from && one.Start <= to)
            {
                long own = OwnNanoseconds(index, to);
                bool endsWithin = !one.IsConcurrent && one.End <= to;
                within.Add((own, one.InPause(endsWithin ? own : null)));
            }
        }

        // Nearly all pauses have one, and a program can have a thousand pauses a second.
        return within.Count == 1
            ? [within[0].Part]
            : [.. within.OrderByDescending(one => one.Nanoseconds).Select(one => one.Part)];
    }

    /// <summary>Forgets those that started before the end of a pause: they belong to no later one.</summary>
    public void ForgetBefore(TraceTime end) => _byStart.RemoveAll(one => one.Start <= end);

    // A collection in the background starts with a pause in which others may run: their time is not its own.
    // In 128 bits: the times of a file may be anything, and each difference takes nearly 64.
    private long OwnNanoseconds(int index, TraceTime pauseEnd)
    {
        long end = EndOf(_byStart[index], pauseEnd);
        Int128 own = (Int128)end - _byStart[index].Start.Nanoseconds;
        for (int other = index + 1; other < _byStart.Count && _byStart[other].Start.Nanoseconds < end; other++)
        {
            own -= (Int128)Math.Min(end, EndOf(_byStart[other], pauseEnd)) - _byStart[other].Start.Nanoseconds;
        }

        return (long)Int128.Clamp(own, 0, long.MaxValue);
    }

    private static long EndOf(RunningCollection one, TraceTime pauseEnd) =>
        Math.Min(pauseEnd.Nanoseconds, one.End?.Nanoseconds ?? long.MaxValue);
}
