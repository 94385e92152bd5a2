using Contrail.Core.Bytes;

namespace Contrail.Machine.Perf;

/// <summary>
/// Reads the records that were taken from a ring, from front to back. A torn one ends the reading and does not move the
/// reader: nothing marks where the next record begins.
/// </summary>
/// <param name="untrusted">The bytes of complete records.</param>
internal ref struct PerfRecordReader(ReadOnlySpan<byte> untrusted)
{
    /// <summary><c>struct perf_event_header</c>: type, flags, size.</summary>
    private const int HeaderBytes = 8;

    private ByteCursor _rest = new(untrusted);

    /// <summary>Whether everything was read; false after a torn record.</summary>
    public readonly bool IsAtEnd => _rest.IsAtEnd;

    /// <summary>Reads the next record, which can be of an unknown kind.</summary>
    public bool TryRead(out PerfRecord record)
    {
        ByteCursor ahead = _rest;
        if (!ahead.TryReadUInt32(out uint type)
            || !ahead.TryReadUInt16(out ushort misc)
            || !ahead.TryReadUInt16(out ushort declaredBytes)
            || !ahead.TryReadBytes(declaredBytes - HeaderBytes, out ReadOnlySpan<byte> body))
        {
            record = default;
            return false;
        }

        _rest = ahead;
        record = PerfRecord.Decode(type, misc, body);
        return true;
    }
}
