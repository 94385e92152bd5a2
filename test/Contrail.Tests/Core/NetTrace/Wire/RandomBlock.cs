using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Wire;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Wire;

/// <summary>All fields of a header, for comparison.</summary>
internal readonly record struct ReadEvent(
    int MetadataId,
    uint SequenceNumber,
    ulong CaptureThreadId,
    uint ProcessorNumber,
    ulong ThreadId,
    int StackId,
    long At,
    bool Sorted,
    Guid Activity,
    Guid Related,
    int PayloadBytes,
    byte PayloadBegins);

/// <summary>An event block with every kind of header, and what a reader must find in it.</summary>
internal sealed class RandomBlock
{
    private readonly Random _random;
    private readonly List<byte> _bytes = [];
    private ReadEvent _previous;

    public RandomBlock(int seed, int eventCount)
    {
        _random = new Random(seed);
        byte[] header = new byte[20];
        new EventBlockHeader(20, Compressed: true, default, default).Write(header);
        _bytes.AddRange(header);
        while (Events.Count < eventCount)
        {
            Events.Add(Add());
        }
    }

    public List<ReadEvent> Events { get; } = [];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>All events up to the first that cannot be read; whether reading failed there.</summary>
    public static (List<ReadEvent> Events, bool Malformed) Read(ReadOnlySpan<byte> block)
    {
        List<ReadEvent> events = [];
        Assert.True(EventBlockHeader.TryRead(block, out EventBlockHeader header));
        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            events.Add(new ReadEvent(
                reader.MetadataId,
                reader.SequenceNumber,
                reader.CaptureThreadId,
                reader.ProcessorNumber,
                reader.ThreadId,
                reader.StackId,
                reader.At.Value,
                reader.Sorted,
                ReadId(reader.ActivityId),
                ReadId(reader.RelatedActivityId),
                reader.Payload.Length,
                reader.Payload.IsEmpty ? (byte)0 : reader.Payload[0]));
        }

        return (events, reader.Malformed);
    }

    // The first event names all it must; what a later one does not name stays as it was.
    private ReadEvent Add()
    {
        bool first = Events.Count == 0;
        EventHeaderFlags flags = first
            ? EventHeaderFlags.MetadataId | EventHeaderFlags.Capture | EventHeaderFlags.PayloadBytes
            : (EventHeaderFlags)(byte)_random.Next(256);
        _bytes.Add((byte)flags);
        ReadEvent next = _previous;
        if (flags.HasFlag(EventHeaderFlags.MetadataId))
        {
            // Never 0: that would be a row and take no sequence number.
            next = next with { MetadataId = (int)Write(1 + Any(20)) };
        }

        next = flags.HasFlag(EventHeaderFlags.Capture)
            ? AddCapture(next)
            : next with { SequenceNumber = unchecked(next.SequenceNumber + 1) };
        next = flags.HasFlag(EventHeaderFlags.ThreadId) ? next with { ThreadId = Write(Any(64)) } : next;
        next = flags.HasFlag(EventHeaderFlags.StackId) ? next with { StackId = (int)Write(Any(31)) } : next;
        next = next with
        {
            At = unchecked(next.At + (long)Write(Any(40))),
            Sorted = flags.HasFlag(EventHeaderFlags.Sorted),
        };
        return _previous = AddPayload(AddActivities(next, flags), flags);
    }

    private ReadEvent AddCapture(ReadEvent next)
    {
        uint skipped = (uint)Write(Any(32));
        return next with
        {
            SequenceNumber = unchecked(next.SequenceNumber + skipped + 1),
            CaptureThreadId = Write(Any(64)),
            ProcessorNumber = (uint)Write(_random.Next(4) == 0 ? uint.MaxValue : Any(8)),
        };
    }

    private ReadEvent AddActivities(ReadEvent next, EventHeaderFlags flags)
    {
        next = flags.HasFlag(EventHeaderFlags.ActivityId) ? next with { Activity = AddId() } : next;
        return flags.HasFlag(EventHeaderFlags.RelatedActivityId) ? next with { Related = AddId() } : next;
    }

    // No activity is as likely as any.
    private Guid AddId()
    {
        byte[] id = new byte[16];
        if (_random.Next(2) == 0)
        {
            _random.NextBytes(id);
        }

        _bytes.AddRange(id);
        return new Guid(id);
    }

    private static Guid ReadId(ReadOnlySpan<byte> id) => id.IsEmpty ? default : new Guid(id);

    private ReadEvent AddPayload(ReadEvent next, EventHeaderFlags flags)
    {
        int length = flags.HasFlag(EventHeaderFlags.PayloadBytes) ? (int)Write(Any(9)) : next.PayloadBytes;
        byte[] payload = new byte[length];
        _random.NextBytes(payload);
        _bytes.AddRange(payload);
        return next with { PayloadBytes = length, PayloadBegins = length == 0 ? (byte)0 : payload[0] };
    }

    private ulong Write(ulong value)
    {
        Span<byte> target = stackalloc byte[VarUInt.MaxBytes];
        _bytes.AddRange(target[..VarUInt.Write(target, value)]);
        return value;
    }

    // Short numbers are as likely as long ones.
    private ulong Any(int maxBits) =>
        unchecked((ulong)_random.NextInt64(long.MinValue, long.MaxValue)) >> (64 - _random.Next(1, maxBits + 1));
}
