using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Async;

/// <summary>
/// Reads the sub-events of one buffer of .NET's async profiler: the payload of the event <c>AsyncEvents</c>. Bytes are
/// untrusted: reading never throws, and ends early with <see cref="Fault"/> and <see cref="Offset"/> set.
/// docs/formats/async-profiler.md describes the layout.
/// </summary>
internal ref struct AsyncEventReader
{
    /// <summary>The provider of the event.</summary>
    public const string Provider = "System.Runtime.CompilerServices.AsyncProfilerEventSource";

    /// <summary>The id of the event.</summary>
    public const int EventId = 1;

    /// <summary>The only version of the buffer's layout.</summary>
    private const int KnownVersion = 1;

    // The event's length field, and in the header: version, size, thread context, thread, count, start, end.
    private const int LengthBytes = sizeof(uint);
    private const int HeaderBytes = 1 + 4 + 4 + 8 + 4 + 8 + 8;

    private readonly AsyncEventSchema _schema;
    private readonly int _endOffset;
    private readonly bool _isCut;
    private ByteCursor _cursor;
    private ReadOnlySpan<byte> _frames;

    /// <param name="untrusted">The payload of the event.</param>
    /// <param name="schema">
    /// The lengths of sub-events; one for all buffers of a file, because the metadata in one of them changes it.
    /// </param>
    public AsyncEventReader(ReadOnlySpan<byte> untrusted, AsyncEventSchema schema)
    {
        _schema = schema;
        _cursor = new ByteCursor(untrusted);
        _endOffset = untrusted.Length;
        Fault = AsyncBufferFault.Cut;
        if (!TryReadHeader(out byte version, out uint declaredBytes))
        {
            return;
        }

        Fault = version == KnownVersion ? AsyncBufferFault.None : AsyncBufferFault.UnknownVersion;
        _isCut = declaredBytes > untrusted.Length - LengthBytes;
        if (Fault == AsyncBufferFault.None && !_isCut)
        {
            if (declaredBytes < HeaderBytes)
            {
                Fault = AsyncBufferFault.Malformed;
                return;
            }

            _endOffset = LengthBytes + (int)declaredBytes;
            _cursor = new ByteCursor(untrusted[(LengthBytes + HeaderBytes).._endOffset]);
        }
    }

    /// <summary>The profiler's id of the thread, which is not used again.</summary>
    public uint ThreadContextId { get; private set; }

    /// <summary>The operating system's id of the thread.</summary>
    public ulong ThreadId { get; private set; }

    /// <summary>Number of sub-events according to the header.</summary>
    public uint DeclaredCount { get; private set; }

    /// <summary>Why reading ended early; none as long as it has not.</summary>
    public AsyncBufferFault Fault { get; private set; }

    /// <summary>Where in the payload the next sub-event begins, or reading ended.</summary>
    public readonly int Offset => _endOffset - _cursor.RestBytes;

    /// <summary>The kind of the current sub-event.</summary>
    public AsyncEventKind Kind { get; private set; }

    /// <summary>When it happened.</summary>
    public TraceTicks At { get; private set; }

    /// <summary>The chain that it is about; 0 for the one that the thread runs.</summary>
    public ulong ContextId { get; private set; }

    /// <summary>The chain that the thread ran when this one was created; 0 for none.</summary>
    public ulong ParentId { get; private set; }

    /// <summary>Number of methods: that an exception left, or of a stack.</summary>
    public uint FrameCount { get; private set; }

    /// <summary>The methods of a stack, innermost first.</summary>
    public readonly AsyncFrameReader Frames => new(
        _frames,
        (int)Math.Min(FrameCount, byte.MaxValue),
        Kind is AsyncEventKind.ResumeStateMachineStack or AsyncEventKind.AppendStateMachineStack);

    /// <summary>Moves to the next sub-event; false after the last one, or where the bytes cannot be read.</summary>
    public bool MoveNext()
    {
        if (Fault != AsyncBufferFault.None || _cursor.IsAtEnd)
        {
            Fault = Fault == AsyncBufferFault.None && _isCut ? AsyncBufferFault.Cut : Fault;
            return false;
        }

        ByteCursor start = _cursor;
        TraceTicks before = At;
        Fault = ReadEvent();
        if (Fault != AsyncBufferFault.None)
        {
            _cursor = start;
            At = before;
        }

        return Fault == AsyncBufferFault.None;
    }

    private bool TryReadHeader(out byte version, out uint declaredBytes)
    {
        declaredBytes = 0;
        bool isRead = _cursor.TryReadUInt32(out uint arrayBytes) & _cursor.TryReadByte(out version)
            & _cursor.TryReadUInt32(out uint bufferBytes) & _cursor.TryReadUInt32(out uint threadContextId)
            & _cursor.TryReadUInt64(out ulong threadId) & _cursor.TryReadUInt32(out uint count)
            & _cursor.TryReadInt64(out long start) & _cursor.TryReadInt64(out _);
        declaredBytes = Math.Min(arrayBytes, bufferBytes);
        ThreadContextId = threadContextId;
        ThreadId = threadId;
        DeclaredCount = count;
        At = new TraceTicks(start);
        return isRead;
    }

    private AsyncBufferFault ReadEvent()
    {
        if (!_cursor.TryReadByte(out byte id) || !_cursor.TryReadVarUInt64(out ulong ticks))
        {
            return FaultAtEnd;
        }

        uint length = 0;
        bool isRead = _schema.Width(id) switch
        {
            0 => true,
            sizeof(byte) => TryReadByteLength(out length),
            sizeof(ushort) => TryReadShortLength(out length),
            _ => false,
        };
        if (_schema.Width(id) == AsyncEventSchema.UnknownWidth)
        {
            return AsyncBufferFault.UnknownEvent;
        }

        if (!isRead || !_cursor.TryReadBytes((int)length, out ReadOnlySpan<byte> payload))
        {
            return FaultAtEnd;
        }

        Kind = id <= (byte)AsyncEventKind.SyncClock ? (AsyncEventKind)id : AsyncEventKind.Unknown;
        At = new TraceTicks(unchecked(At.Value + (long)ticks));
        return TryReadPayload(payload) ? AsyncBufferFault.None : AsyncBufferFault.Malformed;
    }

    // A varint that is too long, or a length beyond the end, is damage unless the buffer is known to be cut.
    private readonly AsyncBufferFault FaultAtEnd => _isCut ? AsyncBufferFault.Cut : AsyncBufferFault.Malformed;

    private bool TryReadByteLength(out uint length)
    {
        bool isRead = _cursor.TryReadByte(out byte value);
        length = value;
        return isRead;
    }

    private bool TryReadShortLength(out uint length)
    {
        bool isRead = _cursor.TryReadUInt16(out ushort value);
        length = value;
        return isRead;
    }

    // A newer version of a sub-event has further fields after those of version 1, which are skipped.
    private bool TryReadPayload(ReadOnlySpan<byte> payload)
    {
        (ContextId, ParentId, FrameCount) = (0, 0, 0);
        _frames = default;
        ByteCursor cursor = new(payload);
        switch (Kind)
        {
            case AsyncEventKind.CreateRuntimeContext or AsyncEventKind.CreateStateMachineContext:
                return TryReadParent(ref cursor) && TryReadContext(ref cursor);

            case AsyncEventKind.ResumeRuntimeContext or AsyncEventKind.ResumeStateMachineContext:
                return TryReadContext(ref cursor);

            case AsyncEventKind.UnwindRuntimeException or AsyncEventKind.UnwindStateMachineException:
                bool isRead = cursor.TryReadVarUInt32(out uint count);
                FrameCount = count;
                return isRead;

            case AsyncEventKind.CreateRuntimeStack or AsyncEventKind.ResumeRuntimeStack
                or AsyncEventKind.SuspendRuntimeStack or AsyncEventKind.ResumeStateMachineStack
                or AsyncEventKind.AppendStateMachineStack:
                return TryReadStack(ref cursor);

            case AsyncEventKind.Metadata:
                _schema.Apply(payload);
                return true;

            default:
                return true;
        }
    }

    private bool TryReadStack(ref ByteCursor cursor)
    {
        // One byte is 0 in this version; the next is the number of the wrapper method on the physical stack.
        if (!cursor.TrySkip(2) || !cursor.TryReadByte(out byte count)
            || (Kind == AsyncEventKind.CreateRuntimeStack && !TryReadParent(ref cursor))
            || !TryReadContext(ref cursor))
        {
            return false;
        }

        FrameCount = count;
        _frames = cursor.Rest;
        return true;
    }

    private bool TryReadContext(ref ByteCursor cursor)
    {
        bool isRead = cursor.TryReadVarUInt64(out ulong id);
        ContextId = id;
        return isRead;
    }

    private bool TryReadParent(ref ByteCursor cursor)
    {
        bool isRead = cursor.TryReadVarUInt64(out ulong id);
        ParentId = id;
        return isRead;
    }
}
