namespace Contrail.Agent.Keeping;

/// <summary>What an index contains. Immutable.</summary>
/// <param name="OldestFirst">The snapshots; of several lines about one file the last.</param>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="EndsInLine">Whether its last line is complete.</param>
internal sealed record IndexContent(
    IReadOnlyList<KeptSnapshot> OldestFirst, KeepingProblem Problems, bool EndsInLine)
{
    /// <summary>The maximum number of snapshots: each of them is checked for each new one.</summary>
    public const int MaxLines = 10_000;

    private const byte EndOfLine = (byte)'\n';

    /// <summary>Reads an index.</summary>
    /// <param name="untrusted">Its bytes, or the last of them.</param>
    /// <param name="isCut">Whether bytes before them are missing.</param>
    public static IndexContent Read(ReadOnlySpan<byte> untrusted, bool isCut)
    {
        bool endsInLine = untrusted.IsEmpty || untrusted[^1] == EndOfLine;
        KeepingProblem problems = isCut ? KeepingProblem.IndexTooLong : KeepingProblem.None;
        ReadOnlySpan<byte> rest = isCut ? untrusted[(untrusted.IndexOf(EndOfLine) + 1)..] : untrusted;
        HashSet<string> files = [];
        List<KeptSnapshot> newestFirst = [];
        while (!rest.IsEmpty && newestFirst.Count < MaxLines)
        {
            ReadOnlySpan<byte> lines = rest.TrimEnd(EndOfLine);
            int start = lines.LastIndexOf(EndOfLine) + 1;
            rest = lines[..start];
            if (lines.IsEmpty)
            {
                continue;
            }

            // Two lines about one file would count it twice, and the older one could delete it.
            if (IndexJson.TryRead(lines[start..], out KeptSnapshot? snapshot) && files.Add(snapshot!.File))
            {
                newestFirst.Add(snapshot);
            }
            else
            {
                problems |= KeepingProblem.DamagedLines;
            }
        }

        newestFirst.Reverse();
        return new IndexContent(
            newestFirst, rest.IsEmpty ? problems : problems | KeepingProblem.IndexTooLong, endsInLine);
    }
}
