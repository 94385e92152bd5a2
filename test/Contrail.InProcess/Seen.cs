using System.Buffers.Binary;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.InProcess;

/// <summary>Which numbers of <see cref="TestEvents"/> are in a file.</summary>
internal sealed class Seen : INetTraceVisitor
{
    private readonly HashSet<(int EventId, long Number)> _numbers = [];

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static Seen In(ReadOnlySpan<byte> file)
    {
        Seen seen = new();
        NetTraceReader reader = new(seen);
        while (!file.IsEmpty)
        {
            Span<byte> room = reader.Room();
            int taken = Math.Min(room.Length, file.Length);
            file[..taken].CopyTo(room);
            reader.Advance(taken);
            file = file[taken..];
        }

        return reader.Status == SplitStatus.End
            ? seen
            : throw new InvalidDataException($"The file is not whole: {reader.Status} {reader.Fault}");
    }

    public bool Has(int eventId, long number) => _numbers.Contains((eventId, number));

    void INetTraceVisitor.OnTrace(TraceObject trace)
    {
        // Nothing of it is needed.
    }

    void INetTraceVisitor.OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
    {
        // Only events have numbers.
    }

    void INetTraceVisitor.OnEvent(MetadataRow row, in EventBlockReader current)
    {
        if (row.Provider == TestEvents.Provider && current.Payload.Length >= sizeof(long))
        {
            _numbers.Add((row.EventId, BinaryPrimitives.ReadInt64LittleEndian(current.Payload)));
        }
    }
}
