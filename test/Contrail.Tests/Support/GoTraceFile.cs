using System.Buffers.Binary;
using System.Text;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Tests.Support;

/// <summary>Builds Go traces batch by batch, also broken ones.</summary>
internal sealed class GoTraceFile
{
    public const ulong NoThread = ulong.MaxValue;
    public const ulong TicksPerSecond = 1_000_000_000;

    /// <summary>What a runtime's full batch holds.</summary>
    public const int FullPayloadBytes = 65_454;

    private readonly List<byte> _bytes = [];
    private readonly GoTraceVersion _version;

    public GoTraceFile(int minor)
    {
        _version = new GoTraceVersion(minor);
        _bytes.AddRange(_version.Header());
    }

    /// <summary>Where each frame ends; the first is the header.</summary>
    public List<int> FrameEnds { get; } = [GoTraceVersion.HeaderBytes];

    /// <summary>Seconds by which the wall clock is ahead of the trace's in what is added from here on.</summary>
    public int WallStepSeconds { get; set; }

    public byte[] Bytes => [.. _bytes];

    public int Length => _bytes.Count;

    /// <summary>A complete generation of a second: clocks, events of the given size, strings, and its end.</summary>
    /// <summary>A trace of generations with these numbers, a second each.</summary>
    public static byte[] Numbered(int minor, params ulong[] numbers)
    {
        GoTraceFile file = new(minor);
        ulong second = 1;
        foreach (ulong number in numbers)
        {
            file.Generation(number, second++, eventBytes: 0);
        }

        return file.Bytes;
    }

    public GoTraceFile Generation(ulong number, ulong startSeconds, int eventBytes = 100)
    {
        ulong start = startSeconds * TicksPerSecond;
        Clocks(number, start);
        while (eventBytes > 0)
        {
            int batchBytes = Math.Min(eventBytes, FullPayloadBytes);
            Batch(number, 7, start + 5, Events(batchBytes));
            eventBytes -= batchBytes;
        }

        Batch(number, NoThread, start + TicksPerSecond - 1, [0x02]);
        Strings(number, start + 1);
        return End();
    }

    /// <summary>The batch with the frequency and, from 1.25 on, the clocks.</summary>
    public GoTraceFile Clocks(ulong number, ulong time, ulong frequency = TicksPerSecond)
    {
        List<byte> payload = _version.HasSyncBatches ? [0x32, 0x08, .. Var(frequency)] : [0x08, .. Var(frequency)];
        if (_version.HasSyncBatches)
        {
            // Trace time 0 is 2026-01-01 on the wall.
            ulong wall = (ulong)(1_767_225_600 + (long)(time / frequency) + WallStepSeconds);
            payload.AddRange([0x33, .. Var(0), .. Var(time), .. Var(wall), .. Var(0)]);
        }

        return Batch(number, NoThread, time, [.. payload]);
    }

    public GoTraceFile Strings(ulong number, ulong time) =>
        Batch(number, NoThread, time, [0x04, 0x05, 0x01, 0x03, .. "cat"u8]);

    /// <summary>A batch as the runtime writes it: its length takes ten bytes whatever it is.</summary>
    public GoTraceFile Batch(ulong number, ulong thread, ulong time, byte[] payload) =>
        Raw([0x01, .. Var(number), .. Var(thread), .. Var(time), .. Padded((ulong)payload.Length), .. payload]);

    public GoTraceFile Experiment(ulong number, ulong time, byte[] payload) =>
        Raw([0x31, 0x01, .. Var(number), .. Var(NoThread), .. Var(time), .. Padded((ulong)payload.Length), .. payload]);

    /// <summary>The end mark, in versions that have one.</summary>
    public GoTraceFile End() => _version.HasEndMarks ? Raw([0x34]) : this;

    public GoTraceFile Raw(byte[] frame)
    {
        _bytes.AddRange(frame);
        FrameEnds.Add(_bytes.Count);
        return this;
    }

    public static byte[] Var(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)((value & 0x7F) | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    /// <summary>The file's first bytes as text, for headers.</summary>
    public static byte[] HeaderOf(string text) => [.. Encoding.ASCII.GetBytes(text.PadRight(16, '\0'))];

    private static byte[] Padded(ulong value)
    {
        byte[] bytes = new byte[10];
        for (int index = 0; index < bytes.Length; index++, value >>= 7)
        {
            bytes[index] = (byte)((value & 0x7F) | (index < 9 ? 0x80u : 0));
        }

        return bytes;
    }

    // Distinguished by their numbers, so that a mix-up is detected.
    private static byte[] Events(int count)
    {
        byte[] payload = new byte[count];
        for (int offset = 0; offset + 4 <= count; offset += 4)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(offset), offset);
        }

        payload[0] = 0x0d;
        return payload;
    }
}
