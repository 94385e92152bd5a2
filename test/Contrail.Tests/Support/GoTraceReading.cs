namespace Contrail.Tests.Support;

/// <summary>A generation of a trace, found by a minimal reader that shares no code with Contrail's.</summary>
internal sealed record GoTraceReading(ulong Number, int Start, int End, int BatchCount)
{
    /// <summary>Where its first batch ends, which has its clocks.</summary>
    public int FirstBatchEnd { get; init; }

    public static List<GoTraceReading> Of(byte[] trace)
    {
        List<GoTraceReading> found = [];
        int offset = 16;
        while (offset < trace.Length)
        {
            int start = offset;
            byte first = trace[offset++];
            if (first == 0x34)
            {
                found[^1] = found[^1] with { End = offset };
                continue;
            }

            offset += first == 0x31 ? 1 : 0;
            ulong number = Read(trace, ref offset);
            Read(trace, ref offset);
            Read(trace, ref offset);
            int payloadBytes = (int)Read(trace, ref offset);
            offset += payloadBytes;
            if (found.Count == 0 || found[^1].Number != number)
            {
                found.Add(new GoTraceReading(number, start, start, 0) { FirstBatchEnd = offset });
            }

            found[^1] = found[^1] with { End = offset, BatchCount = found[^1].BatchCount + 1 };
        }

        return found;
    }

    private static ulong Read(byte[] trace, ref int offset)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = trace[offset++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
