using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Where the owners of a lock were while others waited. Immutable; safe from any thread.</summary>
/// <param name="Stack">Where; none if unknown.</param>
/// <param name="SeenCount">
/// In how many waits owners were seen there; 0 if only the place of the acquisition is known.
/// </param>
/// <param name="SeenNanoseconds">How long those waits lasted, in nanoseconds.</param>
internal readonly record struct LockHolder(StackId Stack, long SeenCount, double SeenNanoseconds)
{
    /// <summary>Of the time that threads waited. Owners that were seen in less can be the exception.</summary>
    public const double MinSeenShare = 0.25;

    // The sightings that are likely right explain enough of the time.
    private const double MinLikelyShare = 0.1;

    private static readonly string[] Enters = ["System.Threading.Monitor.", "System.Threading.Lock."];

    /// <summary>
    /// The place where owners were during most of the time that others waited: where they were seen, or else where they
    /// acquired the lock, if that is known of more of the time. None if neither is known.
    /// </summary>
    public static LockHolder Of(LockWaits waits, StackTable table)
    {
        LockHolder seen = Seen(waits, table);
        LockHolder acquired = Acquired(waits, table);
        return acquired.Stack.IsNone || seen.SeenNanoseconds >= MinSeenShare * waits.Waits.Times.Total
            ? seen
            : acquired;
    }

    // Those that were seen late count if they were in calls of a method that also calls what waits for the lock,
    // because that is how a lock is usually held, or if the others explain little of the time.
    private static LockHolder Seen(LockWaits waits, StackTable table)
    {
        HashSet<int> callers = [.. waits.Waits.Places.Stacks.SelectMany(one => CodeOf(one.Stack, table))];
        HashSet<int> entries = [.. waits.Waits.Places.Stacks.Select(one => PlaceOf(one.Stack, table))];
        TalliedPlace[] held = NotEntering(waits.Held);
        TalliedPlace[] late = NotEntering(waits.Late);
        TalliedPlace[] likely = [.. held, .. late.Where(one => CodeOf(one.Stack, table).Any(callers.Contains))];
        bool isEnough = likely.Sum(one => one.Weight) >= MinLikelyShare * waits.Waits.Times.Total;
        return PlaceTally.ByPlace(isEnough ? likely : [.. held, .. late], table) is [var most, ..]
            ? new LockHolder(most.Stack, most.Count, most.Weight)
            : default;

        TalliedPlace[] NotEntering(PlaceTally seen) =>
            [.. seen.Stacks.Where(one => !IsEntering(one.Stack, entries, table))];
    }

    // Unknown if it is known of less than half of the time.
    private static LockHolder Acquired(LockWaits waits, StackTable table) =>
        waits.Acquired.Stacks.Sum(one => one.Weight) >= waits.Waits.Times.Total / 2
            ? new LockHolder(waits.Acquired.Heaviest(table), 0, 0)
            : default;

    private static IEnumerable<int> CodeOf(StackId stack, StackTable table) => Enumerable.Range(0, table.Depth(stack))
        .Where(index => table.Frame(stack, index).Origin is FrameOrigin.Own or FrameOrigin.Library)
        .Select(index => table.FrameId(stack, index));

    private static int PlaceOf(StackId stack, StackTable table) =>
        table.FrameId(stack, table.Place(stack)!.Value.Depth);

    // It waits for the same lock itself, as others do there.
    private static bool IsEntering(StackId stack, HashSet<int> entries, StackTable table)
    {
        int place = table.Place(stack)!.Value.Depth;
        return entries.Contains(PlaceOf(stack, table)) && Enumerable.Range(0, place)
            .Any(index => Array.Exists(
                Enters, start => table.Frame(stack, index).Name.StartsWith(start, StringComparison.Ordinal)));
    }
}
