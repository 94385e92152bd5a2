using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The spans of one name and target. Not safe for concurrent use.</summary>
internal sealed class SpanGroup
{
    private readonly KeyCounts<string> _byTrace = new();
    private readonly KeyCounts<(string TraceId, string ParentId)> _byParent = new();
    private PlaceTally? _places;
    private long _durationUnit;

    /// <summary>How long they took.</summary>
    public DurationTally Times { get; } = new();

    /// <summary>
    /// How long they took without the wait for a connection. One that had not ended and whose wait is unknown is left
    /// out: it may still wait.
    /// </summary>
    public DurationTally Service { get; } = new();

    /// <summary>How long those took that the sending side canceled.</summary>
    public DurationTally Canceled { get; } = new();

    /// <summary>Their number.</summary>
    public long Count { get; private set; }

    /// <summary>How many failed.</summary>
    public long FailedCount { get; private set; }

    /// <summary>How many the sending side canceled.</summary>
    public long CanceledCount => Canceled.Count;

    /// <summary>How many had not ended.</summary>
    public long OpenCount { get; private set; }

    /// <summary>How many are known to have waited for a connection.</summary>
    public long QueuedCount { get; private set; }

    /// <summary>How long these waited for it.</summary>
    public double QueuedNanoseconds { get; private set; }

    /// <summary>The median number in one trace; null if none belongs to a known trace.</summary>
    public double? PerTrace => _byTrace.Median;

    /// <summary>The median number in one span; null if the span in which they started is unknown of all.</summary>
    public double? PerParent => _byParent.Median;

    /// <summary>The calls of them, without their wait for a connection.</summary>
    public CallSpans Calls { get; } = new();

    /// <summary>Their number by the trace to which they belong.</summary>
    public IEnumerable<KeyValuePair<string, int>> ByTrace => _byTrace.All;

    /// <summary>A duration; unknown if it is less than the unit in which one is reported.</summary>
    public ViewValue Known(double? nanoseconds) =>
        nanoseconds is { } known && known >= _durationUnit ? known : default(ViewValue);

    /// <summary>
    /// The place in own code from which most of them were sent, with their number. A continuation has no own caller,
    /// so that the place of some is unknown.
    /// </summary>
    public TalliedPlace? OwnPlace(StackTable stacks) =>
        (_places?.Conclude(stacks) ?? []).Where(place => stacks.Place(place.Stack) is { IsOwn: true })
            .Select(place => (TalliedPlace?)place).FirstOrDefault();

    /// <summary>Adds one.</summary>
    public void Add(in Span span)
    {
        Count++;
        FailedCount += span.IsFailed ? 1 : 0;
        OpenCount += span.Range.IsOpenAtEnd ? 1 : 0;
        if (span.Kind != SpanKind.Accept)
        {
            Times.Add(span.Range.Nanoseconds);
            if (span.IsWaitKnown)
            {
                Service.Add(span.Range.Nanoseconds - (span.QueuedNanoseconds ?? 0));
            }
        }

        if (span.IsCanceled)
        {
            Canceled.Add(span.Range.Nanoseconds);
        }

        _durationUnit = Math.Max(_durationUnit, span.DurationUnit);
        if (!span.Stack.IsNone)
        {
            _places ??= new PlaceTally(PlaceTally.MaxStacksOfGroup);
            _places.Add(span.Stack);
        }

        if (span.QueuedNanoseconds is { } queued)
        {
            QueuedCount++;
            QueuedNanoseconds += queued;
        }

        AddSender(span);
        long queuedPart = Math.Clamp(span.QueuedNanoseconds ?? 0, 0, span.Range.Nanoseconds);
        TraceTime served = new(span.Range.Start.Nanoseconds + queuedPart);
        Calls.Add(span with { Range = span.Range with { Start = served } });
    }

    private void AddSender(in Span span)
    {
        if (span.TraceId.Length > 0)
        {
            _byTrace.Add(span.TraceId);
        }

        // Only of commands it is shown.
        if (span.Kind == SpanKind.Sql && span.ParentId.Length > 0)
        {
            _byParent.Add((span.TraceId, span.ParentId));
        }
    }
}
