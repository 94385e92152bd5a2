using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Async;

/// <summary>
/// How the length of each kind of sub-event is written. It begins as .NET 11.0 writes it, because the metadata may be
/// in an earlier buffer than the first one of a window; metadata replaces it. Not safe for concurrent use.
/// </summary>
internal sealed class AsyncEventSchema
{
    /// <summary>The length of a kind is unknown: nothing after such a sub-event can be read.</summary>
    public const int UnknownWidth = -1;

    private const int MaxWidth = sizeof(ushort);

    private readonly sbyte[] _widths = new sbyte[byte.MaxValue + 1];
    private readonly byte[] _versions = new byte[byte.MaxValue + 1];

    /// <summary>Makes the schema of .NET 11.0.</summary>
    public AsyncEventSchema()
    {
        Array.Fill(_widths, (sbyte)UnknownWidth);
        for (int id = 1; id <= (int)AsyncEventKind.SyncClock; id++)
        {
            _versions[id] = 1;
            _widths[id] = WidthOf((AsyncEventKind)id);
        }
    }

    /// <summary>Size of the length field of a kind in bytes: 0, 1 or 2; otherwise <see cref="UnknownWidth"/>.</summary>
    public int Width(byte eventId) => _widths[eventId];

    /// <summary>The version of a kind; 0 if unknown.</summary>
    public int Version(byte eventId) => _versions[eventId];

    /// <summary>Takes over what a metadata sub-event declares. What cannot be read changes nothing.</summary>
    public void Apply(ReadOnlySpan<byte> metadata)
    {
        ByteCursor cursor = new(metadata);
        bool isRead = cursor.TryReadVarUInt64(out _) && cursor.TryReadVarUInt64(out _) && cursor.TryReadVarUInt64(out _)
            && cursor.TryReadVarUInt32(out _) && cursor.TrySkip(sizeof(byte));
        if (!isRead || !cursor.TryReadByte(out byte count))
        {
            return;
        }

        for (int index = 0; index < count && cursor.TryReadBytes(3, out ReadOnlySpan<byte> entry); index++)
        {
            if (entry[2] <= MaxWidth)
            {
                _versions[entry[0]] = entry[1];
                _widths[entry[0]] = (sbyte)entry[2];
            }
        }
    }

    private static sbyte WidthOf(AsyncEventKind kind) => kind switch
    {
        AsyncEventKind.CreateRuntimeContext or AsyncEventKind.ResumeRuntimeContext
            or AsyncEventKind.UnwindRuntimeException or AsyncEventKind.CreateStateMachineContext
            or AsyncEventKind.ResumeStateMachineContext or AsyncEventKind.UnwindStateMachineException
            or AsyncEventKind.SyncClock => sizeof(byte),
        AsyncEventKind.CreateRuntimeStack or AsyncEventKind.ResumeRuntimeStack or AsyncEventKind.SuspendRuntimeStack
            or AsyncEventKind.ResumeStateMachineStack or AsyncEventKind.AppendStateMachineStack
            or AsyncEventKind.Metadata => sizeof(ushort),
        _ => 0,
    };
}
