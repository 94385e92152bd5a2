using System.Buffers.Binary;
using System.Globalization;
using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>The trace block of nettrace 6: clocks, pointer size, and pairs of texts.</summary>
internal static class V6TraceBlock
{
    private const int FixedBytes = 36;

    /// <summary>Reads it; false if it is too short, or if its clock or pointer size is impossible.</summary>
    public static bool TryRead(ReadOnlySpan<byte> untrusted, out TraceObject? trace)
    {
        trace = null;
        ByteCursor cursor = new(untrusted);
        if (!cursor.TryReadBytes(FixedBytes, out ReadOnlySpan<byte> head)
            || !cursor.TryReadInt32(out int declaredCount)
            || declaredCount < 0)
        {
            return false;
        }

        // Version 4 has the same fields first, then the three numbers that are pairs here.
        Span<byte> whole = stackalloc byte[NetTraceObjects.TracePayloadBytes];
        whole.Clear();
        head.CopyTo(whole);
        for (int index = 0; index < declaredCount; index++)
        {
            if (!V6Text.TryReadUtf8(ref cursor, out ReadOnlySpan<byte> key)
                || !V6Text.TryReadUtf8(ref cursor, out ReadOnlySpan<byte> value))
            {
                return false;
            }

            int offset = OffsetOf(key);
            if (offset > 0 && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                BinaryPrimitives.WriteInt32LittleEndian(whole[offset..], number);
            }
        }

        bool isRead = TraceObject.TryRead(whole, out trace);
        trace = isRead ? trace! with { FormatVersion = V6Splitter.Version } : null;
        return isRead;
    }

    private static int OffsetOf(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("ProcessId"u8) ? FixedBytes
        : key.SequenceEqual("HardwareThreadCount"u8) ? FixedBytes + sizeof(int)
        : key.SequenceEqual("ExpectedCPUSamplingRate"u8) ? FixedBytes + (2 * sizeof(int))
        : 0;
}
