using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>
/// A row of events and sequence points: "7:3" is event 3 of thread 7, "[7:3 7:1 8:0]" a sequence point. Returns the
/// incarnation of each event and of each entry, a stroke for each incarnation after the first, and what was counted as
/// lost.
/// </summary>
internal static class ThreadDrawing
{
    public static string Follow(string row, bool fromStart = true) => Follow(new ThreadSequences(fromStart), row);

    public static string Follow(ThreadSequences sequences, string row)
    {
        LossCounter tally = new();
        List<string> lives = [];
        long lostCount = 0;
        long at = 0;
        foreach ((bool isPoint, (ulong Thread, uint Sequence)[] entries) in Parse(row))
        {
            at++;
            if (isPoint)
            {
                byte[] block = SequencePoint.Build(new TraceTicks(at), entries);
                Assert.True(SequencePoint.TryRead(block, out SequencePoint read));
                lives.Add("[" + string.Join(' ', sequences.Accept(read, tally, out _).Select(Name)) + "]");
                continue;
            }

            foreach ((ulong thread, uint sequence) in entries)
            {
                ThreadIncarnation life = sequences.Find(thread, sequence, out uint lost);
                sequences.Advance(life, sequence, new TraceTicks(at));
                lostCount += lost;
                lives.Add(Name(life));
            }
        }

        Loss[] reported = tally.Take();
        lostCount += reported.Where(loss => loss.Reason == LossReason.RuntimeDropped).Sum(loss => loss.Count);
        long endedCount = reported.Where(loss => loss.Reason == LossReason.ThreadEnded).Sum(loss => loss.Count);
        string ended = endedCount > 0 ? $", ended meanwhile {endedCount}" : "";
        return string.Join(' ', lives) + $", lost {lostCount}{ended}";
    }

    private static string Name(ThreadIncarnation life) =>
        life.ThreadId.ToString(CultureInfo.InvariantCulture) + new string('\'', (int)life.Number);

    private static IEnumerable<(bool IsPoint, (ulong, uint)[] Entries)> Parse(string row)
    {
        foreach (string part in row.Split('[').SelectMany((piece, index) => Parts(piece, index > 0)))
        {
            bool isPoint = part[0] == '[';
            yield return (
                isPoint,
                [.. part.Trim('[').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseEntry)]);
        }
    }

    // An opening bracket begins a point that ends at the closing one; events follow it.
    private static IEnumerable<string> Parts(string piece, bool opened)
    {
        string[] halves = piece.Split(']');
        return opened ? ["[" + halves[0], " " + halves[1]] : [" " + piece];
    }

    private static (ulong, uint) ParseEntry(string entry)
    {
        string[] halves = entry.Split(':');
        return (
            ulong.Parse(halves[0], CultureInfo.InvariantCulture),
            uint.Parse(halves[1], CultureInfo.InvariantCulture));
    }
}
