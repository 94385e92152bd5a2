using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// How much of the processors the application did not have, over time: nothing while all threads are stopped, and less
/// while threads work for the collector. Not safe for concurrent use.
/// </summary>
internal sealed class UtilizationCurve
{
    private const int MaxChanges = 400_000;

    private readonly List<(long Time, int Stops, double Work)> _changes = [];
    private Point[] _points = [];

    /// <summary>Number of times at which it can change.</summary>
    public int Count => _changes.Count;

    /// <summary>Times that were not kept.</summary>
    public long RejectedCount { get; private set; }

    /// <summary>Adds a time in which all threads were stopped.</summary>
    public void AddStop(in TimeRange range) => Add(range, 1, 0);

    /// <summary>Adds a time in which a part of the processors worked for the collector.</summary>
    public void AddWork(in TimeRange range, double share) => Add(range, 0, share);

    /// <summary>Ends adding.</summary>
    public void Complete()
    {
        _changes.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        _points = new Point[_changes.Count];
        Point last = default;
        int stops = 0;
        double work = 0;
        for (int index = 0; index < _points.Length; index++)
        {
            (long time, int stopChange, double workChange) = _changes[index];
            last = last.At(time);
            stops += stopChange;
            work += workChange;

            // Sums of parts that are added and removed again can be off by the last bits.
            double lost = stops > 0 ? 1 : Math.Clamp(work, 0, 1);
            last = last with { LostRate = lost, StopRate = stops > 0 ? 1 : 0 };
            _points[index] = last;
        }
    }

    /// <summary>The window of a length in which the application had least.</summary>
    /// <param name="nanoseconds">The length; not longer than the trace.</param>
    /// <param name="end">The end of the trace.</param>
    public Worst Find(long nanoseconds, TraceTime end)
    {
        // The worst window starts or ends where the curve changes, or at an edge of the trace.
        long latest = end.Nanoseconds - nanoseconds;
        Cursor left = new(_points);
        Cursor right = new(_points);
        Worst worst = default;
        foreach (long offset in (ReadOnlySpan<long>)[0, nanoseconds])
        {
            left.Reset();
            right.Reset();
            foreach (Point point in _points)
            {
                long start = Math.Clamp(point.Time - offset, 0, latest);
                Point from = left.MoveTo(start);
                Point to = right.MoveTo(start + nanoseconds);
                if (to.Lost - from.Lost > worst.LostNanoseconds)
                {
                    worst = new Worst(new TraceTime(start), to.Lost - from.Lost, to.Stopped - from.Stopped);
                }
            }
        }

        return worst;
    }

    private void Add(in TimeRange range, int stops, double work)
    {
        if (_changes.Count >= MaxChanges)
        {
            RejectedCount++;
            return;
        }

        _changes.Add((range.Start.Nanoseconds, stops, work));
        _changes.Add((Math.Max(range.Start.Nanoseconds, range.End.Nanoseconds), -stops, -work));
    }

    /// <summary>The worst window.</summary>
    /// <param name="Start">When it starts.</param>
    /// <param name="LostNanoseconds">What the application did not have, in nanoseconds of all processors.</param>
    /// <param name="StoppedNanoseconds">How much of that all threads were stopped.</param>
    internal readonly record struct Worst(TraceTime Start, double LostNanoseconds, double StoppedNanoseconds);

    private readonly record struct Point(long Time, double Lost, double Stopped, double LostRate, double StopRate)
    {
        public Point At(long time) => this with
        {
            Time = time,
            Lost = Lost + ((time - Time) * LostRate),
            Stopped = Stopped + ((time - Time) * StopRate),
        };
    }

    private struct Cursor(Point[] points)
    {
        private int _next;

        public void Reset() => _next = 0;

        public Point MoveTo(long time)
        {
            while (_next < points.Length && points[_next].Time <= time)
            {
                _next++;
            }

            return _next == 0 ? default : points[_next - 1].At(time);
        }
    }
}
