namespace Contrail.Tests.Core.NetTrace.Symbols;

/// <summary>One drawn event; the tick is its own.</summary>
internal sealed record NaiveFact(char Mark, char Method, int Module, ulong Start, uint SizeBytes, long At)
{
    public string Drawn => Mark == 'x' ? $"x{Module}@{At}" : $"{Mark}{Method}{Module}:{Start}/{SizeBytes}@{At}";
}

/// <summary>Keeps every fact, and answers each query by searching all of them.</summary>
internal static class NaiveCode
{
    public static string? NameOf(IReadOnlyList<NaiveFact> facts, ulong address, long at)
    {
        IEnumerable<ulong> starts = facts.Where(fact => fact.Mark != 'x' && fact.Start <= address)
            .Select(fact => fact.Start).Distinct().OrderDescending();
        foreach (ulong start in starts)
        {
            NaiveFact? there = ThereAt(facts, start, at);
            if (there is not null && address < start + there.SizeBytes)
            {
                return $"N.{there.Method}";
            }
        }

        return null;
    }

    private static NaiveFact? ThereAt(IReadOnlyList<NaiveFact> facts, ulong start, long at)
    {
        NaiveFact[] here = [.. facts.Where(fact => fact.Mark != 'x' && fact.Start == start).OrderBy(fact => fact.At)];
        NaiveFact? loaded = here.LastOrDefault(fact => fact.Mark != '-' && fact.At <= at);
        bool isStill = loaded is not null && !facts.Any(end => end.At > loaded.At && end.At <= at && Ends(end, loaded));
        if (isStill)
        {
            return loaded;
        }

        // Nothing is known to be there. Then the next fact may be the first word of something that was.
        NaiveFact? next = here.FirstOrDefault(fact => fact.At > at);
        bool isRundown = next?.Mark == '=';
        bool isUnloadOfUnknown = next?.Mark == '-' && next.Method != loaded?.Method;
        return isRundown || isUnloadOfUnknown ? next : null;
    }

    private static bool Ends(NaiveFact end, NaiveFact loaded) =>
        end.Mark == 'x'
            ? end.Module == loaded.Module
            : end.Mark == '-' && end.Start == loaded.Start && end.Method == loaded.Method;
}
