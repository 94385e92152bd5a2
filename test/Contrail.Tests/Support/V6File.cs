using Contrail.Core.Formats;

namespace Contrail.Tests.Support;

/// <summary>
/// A nettrace 6 file written block by block. It assigns sequence numbers; ids are the test's. Times are milliseconds
/// since the trace began, at <see cref="NetTraceFile.Begin"/>.
/// </summary>
internal sealed class V6File
{
    private const long SyncTicks = 5_000_000_000;

    private readonly PayloadWriter _file = new();
    private readonly Dictionary<ulong, uint> _sequence = [];
    private PayloadWriter? _events;
    private (long First, long Last, long Previous, uint Sequence) _block;

    /// <param name="pointerBytes">Size of an address.</param>
    /// <param name="pairs">Keys and values of the trace block.</param>
    public V6File(int pointerBytes = 8, params (string Key, string Value)[] pairs)
    {
        _file.Bytes("Nettrace"u8).U32(0).U32(6).U32(0);
        DateTime utc = NetTraceFile.Begin;
        PayloadWriter trace = new();
        int[] parts = [utc.Year, utc.Month, (int)utc.DayOfWeek, utc.Day, utc.Hour, utc.Minute, utc.Second, 0];
        Array.ForEach(parts, part => trace.U16(part));
        trace.U64(SyncTicks).U64(1_000_000_000).U32(pointerBytes).U32(pairs.Length);
        Array.ForEach(pairs, pair => trace.Utf8(pair.Key).Utf8(pair.Value));
        Block(1, trace);
    }

    /// <summary>Bytes so far; what is in an open block does not count.</summary>
    public int Offset => _file.ToArray().Length;

    public static TraceTicks At(double milliseconds) => new(SyncTicks + (long)(milliseconds * 1_000_000));

    /// <summary>Defines a thread.</summary>
    public V6File Thread(ulong index, ulong threadId, ulong processId, string name = "")
    {
        PayloadWriter row = new PayloadWriter().Var(index).U8(2).Var(processId).U8(3).Var(threadId);
        _sequence[index] = 0;
        return Block(6, Sized(name.Length > 0 ? row.U8(1).Utf8(name).U8(4).Utf8("key").Utf8("value") : row));
    }

    /// <summary>Removes a thread.</summary>
    public V6File Remove(ulong index, uint sequence) => Block(7, new PayloadWriter().Var(index).Var(sequence));

    /// <summary>Defines the events of an id.</summary>
    public V6File Row(
        int id, string provider, int eventId, string name, byte[]? options = null, params (string, byte[])[] fields)
    {
        PayloadWriter row = new PayloadWriter().Var((ulong)id).Utf8(provider).Var((ulong)eventId).Utf8(name)
            .Bytes(Fields(fields));
        return Block(3, new PayloadWriter().U16(0).Bytes(
            Sized(row.U16(options?.Length ?? 0).Bytes(options ?? [])).ToArray()));
    }

    /// <summary>Descriptions of fields: a name and the bytes of a type.</summary>
    public static byte[] Fields(params (string Name, byte[] Type)[] fields)
    {
        PayloadWriter all = new PayloadWriter().U16(fields.Length);
        foreach ((string name, byte[] type) in fields)
        {
            all.Bytes(Sized(new PayloadWriter().Utf8(name).Bytes(type)).ToArray());
        }

        return all.ToArray();
    }

    /// <summary>Adds an event to the open block, or opens one.</summary>
    public V6File Event(
        int row, double at, ulong thread, byte[]? payload = null, int stack = 0, uint labels = 0, uint lost = 0,
        ulong? about = null)
    {
        long moment = At(at).Value;
        bool begins = _events is null;
        _events ??= new PayloadWriter();
        _block = begins ? (moment, moment, 0, 0) : _block;
        uint sequence = _sequence.GetValueOrDefault(thread) + lost + 1;
        _events.U8((byte)(1 | 2 | 4 | 8 | 16 | 64 | 128)).Var((ulong)row)
            .Var(unchecked(sequence - _block.Sequence - 1)).Var(thread).Var(3)
            .Var(about ?? thread).Var((ulong)stack).Var(unchecked((ulong)(moment - _block.Previous))).Var(labels)
            .Var((ulong)(payload?.Length ?? 0)).Bytes(payload ?? []);
        _sequence[thread] = sequence;
        _block = (Math.Min(_block.First, moment), Math.Max(_block.Last, moment), moment, sequence);
        return this;
    }

    /// <summary>Adds events whose headers are not compressed, as a block of their own.</summary>
    public V6File Uncompressed(int row, double at, ulong thread, byte[] payload, uint sequence)
    {
        long moment = At(at).Value;
        PayloadWriter block = new PayloadWriter().U16(20).U16(0).U64((ulong)moment).U64((ulong)moment)
            .U32(48 + payload.Length).U32(row).U32(sequence).U64(thread).U64(thread).U32(1).U32(0)
            .U64((ulong)moment).U32(0).U32(payload.Length).Bytes(payload);
        _sequence[thread] = sequence;
        return Block(2, block);
    }

    /// <summary>Writes stacks, each innermost address first.</summary>
    public V6File Stacks(int firstId, params ulong[][] stacks)
    {
        PayloadWriter block = new PayloadWriter().U32(firstId).U32(stacks.Length);
        foreach (ulong[] stack in stacks)
        {
            block.U32(stack.Length * sizeof(ulong));
            Array.ForEach(stack, address => block.U64(address));
        }

        return Block(5, block);
    }

    /// <summary>Writes lists of labels.</summary>
    public V6File Labels(uint firstId, params PayloadWriter[] lists)
    {
        PayloadWriter block = new PayloadWriter().U32(firstId).U32(lists.Length);
        Array.ForEach(lists, list => block.Bytes(list.ToArray()));
        return Block(8, block);
    }

    /// <summary>Writes a sequence point.</summary>
    public V6File Point(double at, uint flags = 0, params (ulong Index, uint Sequence)[] threads)
    {
        PayloadWriter block = new PayloadWriter().U64((ulong)At(at).Value).U32(flags).U32(threads.Length);
        Array.ForEach(threads, thread => block.Var(thread.Index).Var(thread.Sequence));
        return Block(4, block);
    }

    /// <summary>Writes a block of any kind.</summary>
    public V6File Block(byte kind, PayloadWriter payload)
    {
        CloseBlock();
        byte[] bytes = payload.ToArray();
        _file.U32(bytes.Length | (kind << 24)).Bytes(bytes);
        return this;
    }

    /// <summary>Writes the open block of events.</summary>
    public V6File CloseBlock()
    {
        if (_events is { } events)
        {
            _events = null;
            Block(2, new PayloadWriter().U16(20).U16(1).U64((ulong)_block.First).U64((ulong)_block.Last)
                .Bytes(events.ToArray()));
        }

        return this;
    }

    /// <summary>The file with its end mark.</summary>
    public byte[] Whole() => [.. Torn(), 0, 0, 0, 0];

    /// <summary>The file without an end mark, and without its last bytes.</summary>
    public byte[] Torn(int missingBytes = 0) => CloseBlock()._file.ToArray()[..^missingBytes];

    private static PayloadWriter Sized(PayloadWriter content)
    {
        byte[] bytes = content.ToArray();
        return new PayloadWriter().U16(bytes.Length).Bytes(bytes);
    }
}
