using System.Buffers;
using System.Text;
using Contrail.Analysis.GoTrace.Reading;
using Contrail.Analysis.GoTrace.Text;
using Contrail.Core.Formats;

namespace Contrail.Tests.Support;

/// <summary>The result of reading a Go trace: its text, and how it ended.</summary>
internal sealed record GoReading
{
    public required string Text { get; init; }

    public required GoTraceReader Reader { get; init; }

    public required string Contradiction { get; init; }

    public bool IsWhole => Reader.Status == SplitStatus.End;

    public string Fault => Reader.Fault.Words();

    /// <summary>The first line of each event; its stacks are in the lines after it.</summary>
    public string[] Lines => [.. Text.Split('\n').Where(line => line.StartsWith("M=", StringComparison.Ordinal))];

    public int SyncCount => Lines.Count(line => line.Contains(" Sync ", StringComparison.Ordinal));

    public int EventCount => Lines.Length - SyncCount;

    /// <summary>Reads a trace in pieces of that size, also checking that its events agree.</summary>
    public static GoReading Of(ReadOnlySpan<byte> trace, int chunkBytes = int.MaxValue, long maxBytes = 1 << 30)
    {
        ArrayBufferWriter<byte> text = new();
        GoTraceValidator validator = new(new ParsedText(text, TimeZoneInfo.Utc));
        GoTraceReader reader = new(validator, maxBytes);
        Feed(reader, trace, chunkBytes);
        return new GoReading
        {
            Text = Encoding.UTF8.GetString(text.WrittenSpan),
            Reader = reader,
            Contradiction = validator.Fault.Words(),
        };
    }

    /// <summary>Takes bytes through a reader in pieces of that size, and ends it.</summary>
    public static void Feed(IChunkReader reader, ReadOnlySpan<byte> bytes, int chunkBytes = int.MaxValue)
    {
        while (!bytes.IsEmpty && reader.Status == SplitStatus.NeedMore)
        {
            Span<byte> room = reader.Room();
            int count = Math.Min(Math.Min(room.Length, chunkBytes), bytes.Length);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            reader.Advance(count);
        }

        reader.Complete();
    }
}
