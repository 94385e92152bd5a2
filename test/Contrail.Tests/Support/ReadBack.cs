using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>A file read by our own reader, each event a line of text; stacks by their addresses, not ids.</summary>
internal sealed class ReadBack : INetTraceVisitor
{
    private readonly NetTraceReader _reader;
    private readonly Dictionary<int, string> _stacks = [];

    private ReadBack() => _reader = new NetTraceReader(this);

    public TraceObject? Trace { get; private set; }

    public List<string> Events { get; } = [];

    public List<TraceTicks> Times { get; } = [];

    public List<NetTraceFrameKind> Frames { get; } = [];

    /// <summary>Stacks that no block of their region had defined.</summary>
    public int DanglingStackCount { get; private set; }

    /// <summary>Stack ids that were defined twice in one region: fatal to readers.</summary>
    public int RepeatedStackCount { get; private set; }

    public SplitStatus Status => _reader.Status;

    public string Fault => _reader.Fault.Words();

    public long EventsLost => _reader.EventsLost;

    public IReadOnlyList<MetadataRow> Rows => _reader.Rows.InOrder;

    public static ReadBack Of(ReadOnlySpan<byte> file)
    {
        ReadBack read = new();
        while (!file.IsEmpty && read.Status == SplitStatus.NeedMore)
        {
            Span<byte> room = read._reader.Room();
            int taken = Math.Min(room.Length, file.Length);
            file[..taken].CopyTo(room);
            read._reader.Advance(taken);
            file = file[taken..];
        }

        return read;
    }

    /// <summary>Only what arrived in a recorded stream: not the additions of a snapshot.</summary>
    public IEnumerable<string> StreamEvents =>
        Events.Where(line => !line.StartsWith("Contrail/", StringComparison.Ordinal)
            && !line.StartsWith("Microsoft-DotNETCore-EventPipe/", StringComparison.Ordinal));

    void INetTraceVisitor.OnTrace(TraceObject trace) => Trace = trace;

    void INetTraceVisitor.OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
    {
        Frames.Add(kind);
        if (kind == NetTraceFrameKind.SequencePoint)
        {
            _stacks.Clear();
        }

        if (kind == NetTraceFrameKind.Stacks)
        {
            StackBlockReader reader = new(payload);
            while (reader.MoveNext())
            {
                RepeatedStackCount += _stacks.TryAdd(reader.Id, Convert.ToHexString(reader.Addresses)) ? 0 : 1;
            }

            Assert.False(reader.Malformed);
        }
    }

    void INetTraceVisitor.OnEvent(MetadataRow row, in EventBlockReader current)
    {
        string stack = "";
        if (current.StackId != 0 && !_stacks.TryGetValue(current.StackId, out stack!))
        {
            DanglingStackCount++;
        }

        Times.Add(current.At);
        string payload = Convert.ToHexString(current.Payload);
        string activities = Convert.ToHexString(current.ActivityId) + Convert.ToHexString(current.RelatedActivityId);
        Events.Add($"{row.Provider}/{row.EventId} @{current.At.Value} t{current.ThreadId} p{current.ProcessorNumber} "
            + $"[{stack}] {activities} {payload}");
    }
}
