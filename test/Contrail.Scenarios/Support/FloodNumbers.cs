namespace Contrail.Scenarios.Support;

/// <summary>The numbers of the target's <c>flood</c> mode that arrived from one of its threads.</summary>
/// <param name="First">The least.</param>
/// <param name="Last">The greatest.</param>
/// <param name="Count">How many; each number is written once.</param>
public sealed record FloodNumbers(long First, long Last, long Count)
{
    private const int ThreadShift = 40;

    /// <summary>Those that were written between the first and the last, and did not arrive.</summary>
    public long Missing => Last - First + 1 - Count;

    internal static void Add(Dictionary<long, FloodNumbers> byThread, long threadAndNumber)
    {
        long thread = threadAndNumber >> ThreadShift;
        long number = threadAndNumber - (thread << ThreadShift);
        byThread[thread] = byThread.TryGetValue(thread, out FloodNumbers? known)
            ? new FloodNumbers(Math.Min(known.First, number), Math.Max(known.Last, number), known.Count + 1)
            : new FloodNumbers(number, number, 1);
    }
}
