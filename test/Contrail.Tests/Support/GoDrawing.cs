using Contrail.Core.GoTrace.Events;

namespace Contrail.Tests.Support;

/// <summary>
/// A Go trace as a drawing: what each thread does, "7: ProcStatus 1 0 1, GoStatus 1 1 7 2; 8: …". The numbers are the
/// arguments in the table's order, the time since the event before it first. Strings 1 to 4 and stacks 1 and 2 exist.
/// </summary>
internal static class GoDrawing
{
    private static readonly byte[] Strings =
    [
        0x04, 0x05, 0x01, 0x03, .. "one"u8, 0x05, 0x02, 0x03, .. "two"u8,
        0x05, 0x03, 0x04, .. "main"u8, 0x05, 0x04, 0x04, .. "a.go"u8,
    ];

    private static readonly byte[] Stacks = [0x02, 0x03, 0x01, 0x01, 0x10, 0x03, 0x04, 0x05, 0x03, 0x02, 0x00];

    /// <summary>A trace of a generation a drawing, numbered from 1, a thousand nanoseconds apart.</summary>
    public static byte[] Trace(int minor, params string[] generations) =>
        Trace(minor, GoTraceFile.TicksPerSecond, generations);

    /// <summary>The same with a clock of that speed: a generation is a thousand of its ticks.</summary>
    public static byte[] Trace(int minor, ulong ticksPerSecond, params string[] generations)
    {
        GoTraceFile file = new(minor);
        for (int index = 0; index < generations.Length; index++)
        {
            Add(file, (ulong)index + 1, generations[index], ticksPerSecond);
        }

        return file.Bytes;
    }

    /// <summary>Adds a generation to a file.</summary>
    public static GoTraceFile Add(
        GoTraceFile file, ulong number, string drawing, ulong ticksPerSecond = GoTraceFile.TicksPerSecond)
    {
        ulong start = number * 1_000;
        file.Clocks(number, start, ticksPerSecond);
        foreach (string thread in drawing.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = thread.Split(':', StringSplitOptions.TrimEntries);
            file.Batch(number, Number(parts[0]), start, Events(parts[1]));
        }

        file.Batch(number, GoTraceFile.NoThread, start + 900, Stacks);
        file.Batch(number, GoTraceFile.NoThread, start + 900, Strings);
        return file.End();
    }

    /// <summary>The payload of a batch of these events.</summary>
    public static byte[] Events(string events)
    {
        List<byte> payload = [];
        const StringSplitOptions Options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (string reported in events.Split(',', Options))
        {
            string[] words = reported.Split(' ');
            GoEventRow row = GoEventTable.Find(words[0])
                ?? throw new ArgumentException($"there is no {words[0]}", nameof(events));
            if (words.Length - 1 != row.Arguments.Count)
            {
                throw new ArgumentException($"{reported}: {string.Join(' ', row.Arguments)}", nameof(events));
            }

            payload.Add((byte)row.Id);
            payload.AddRange(words[1..].SelectMany(word => GoTraceFile.Var(Number(word))));
        }

        return [.. payload];
    }

    private static ulong Number(string word) => unchecked((ulong)long.Parse(word));
}
