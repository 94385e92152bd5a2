using System.Buffers.Binary;
using Contrail.Core.NetTrace.Events;

namespace Contrail.Core.NetTrace.Symbols;

/// <summary>Between an event's payload and the record that holds it.</summary>
internal static class MethodPayload
{
    /// <summary>An event of the stream has at most 16 bits of length.</summary>
    public const int MaxPayloadBytes = ushort.MaxValue;

    // Three numbers of eight bytes and three of four precede the names.
    private const int FixedBytes = 36;

    // What follows the names is two or ten bytes; a newer runtime may append some more.
    private const int MaxTailBytes = 1024;

    // The JIT's own limit is far lower; a larger value would only make searches long.
    private const uint MaxCodeBytes = 16 * 1024 * 1024;

    /// <summary>Makes a record of the runtime's event 141 to 144; false if it is another or cannot be read.</summary>
    public static bool TryRead(
        BytePool pool, int eventId, FactKind kind, in SymbolEvent symbol, out MethodRecord record)
    {
        record = default;
        bool isMethod = MethodLoad.TryRead(eventId, symbol.Version, symbol.Untrusted, out MethodLoad method);
        if (!isMethod || method.SizeBytes is 0 or > MaxCodeBytes
            || method.StartAddress > ulong.MaxValue - method.SizeBytes)
        {
            return false;
        }

        int namesBytes = method.Namespace.Length + method.Name.Length + method.Signature.Length + (3 * sizeof(char));
        ReadOnlySpan<byte> tail = symbol.Untrusted[(FixedBytes + (IsVerbose(eventId) ? namesBytes : 0))..];
        if (tail.Length > MaxTailBytes)
        {
            return false;
        }

        record = new MethodRecord
        {
            Start = method.StartAddress,
            MethodId = method.MethodId,
            At = symbol.At.Value,
            ClosedAt = long.MaxValue,
            SizeBytes = method.SizeBytes,
            Token = method.Token,
            Flags = method.Flags,
            Module = InternNumber(pool, method.ModuleId),
            Namespace = pool.InternText(method.Namespace),
            Name = pool.InternText(method.Name),
            Signature = pool.InternText(method.Signature),
            Tail = pool.Intern(tail),
            CloseSlot = -1,
            Kind = kind,
            EventId = (byte)eventId,
            Version = (byte)symbol.Version,
        };
        return true;
    }

    /// <summary>Makes a record of the runtime's event 159; false if it is another or cannot be read.</summary>
    public static bool TryReadEntryPoint(BytePool pool, in SymbolEvent symbol, out MethodRecord record)
    {
        record = default;
        if (!EntryPoint.TryRead(symbol.Version, symbol.Untrusted, out EntryPoint entry))
        {
            return false;
        }

        record = new MethodRecord
        {
            Start = entry.Address,
            MethodId = entry.MethodId,

            // It existed before its first lookup: first in its group, and at all times.
            At = long.MinValue,
            ClosedAt = long.MaxValue,
            Module = InternNumber(pool, 0),
            Namespace = pool.InternText(entry.Namespace),
            Name = pool.InternText(entry.Name),
            Signature = pool.InternText(entry.Signature),

            // The instance of the runtime, one in a process: 0, as at the end of version 1 of a load.
            Tail = pool.Intern([0, 0]),
            CloseSlot = -1,
            Kind = FactKind.EntryPoint,
            EventId = RuntimeEventId.MethodLoadVerbose,
            Version = 1,
        };
        return true;
    }

    /// <summary>The payload as it arrived; for an entry point, that of a load event that was never sent.</summary>
    public static byte[] Write(BytePoolReader pool, in MethodRecord record, uint sizeBytes)
    {
        bool isVerbose = IsVerbose(record.EventId);
        ReadOnlySpan<byte> tail = pool.BytesAt(record.Tail);
        int namesBytes = isVerbose
            ? pool.Utf16Bytes(record.Namespace) + pool.Utf16Bytes(record.Name) + pool.Utf16Bytes(record.Signature)
                + (3 * sizeof(char))
            : 0;
        byte[] payload = new byte[FixedBytes + namesBytes + tail.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(payload, record.MethodId);
        pool.BytesAt(record.Module).CopyTo(payload.AsSpan(8));
        BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(16), record.Start);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(24), sizeBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(28), record.Token);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(32), record.Flags);
        Span<byte> rest = payload.AsSpan(FixedBytes);
        if (isVerbose)
        {
            // The array is new, so each text's terminator is there already.
            rest = rest[(pool.WriteUtf16(record.Namespace, rest) + sizeof(char))..];
            rest = rest[(pool.WriteUtf16(record.Name, rest) + sizeof(char))..];
            rest = rest[(pool.WriteUtf16(record.Signature, rest) + sizeof(char))..];
        }

        tail.CopyTo(rest);
        return payload;
    }

    private static bool IsVerbose(int eventId) =>
        eventId is RuntimeEventId.MethodLoadVerbose or RuntimeEventId.MethodUnloadVerbose;

    private static int InternNumber(BytePool pool, ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return pool.Intern(bytes);
    }
}
