using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Where the owners of a lock were while others waited. Immutable; safe from any thread.</summary>
/// <param name="Stack">Where; none if unknown.</param>
/// <param name="SeenCount">How often owners were seen there; 0 if only the place of the acquisition is known.</param>
internal readonly record struct LockHolder(StackId Stack, long SeenCount)
{
    private static readonly string[] Enters = ["System.Threading.Monitor.", "System.Threading.Lock."];

    /// <summary>
    /// The place where owners were seen most often. Those that were seen late count if they were in calls of a method
    /// that also calls what waits for the lock, because that is how a lock is usually held, or if there are no others.
    /// Null if no owner was seen.
    /// </summary>
    public static LockHolder? Seen(LockWaits waits, StackTable table)
    {
        HashSet<int> callers = [.. waits.Waits.Places.Stacks.SelectMany(one => CodeOf(one.Stack, table))];
        HashSet<int> entries = [.. waits.Waits.Places.Stacks.Select(one => PlaceOf(one.Stack, table))];
        (StackId Stack, double Weight)[] late = NotEntering(waits.Late);
        (StackId Stack, double Weight)[] likely =
        [
            .. NotEntering(waits.Held),
            .. late.Where(one => CodeOf(one.Stack, table).Any(callers.Contains)),
        ];
        PlaceTally places = new();
        foreach ((StackId stack, double weight) in likely.Length > 0 ? likely : late)
        {
            places.Add(stack, weight);
        }

        return places.Conclude(table) is [var most, ..] ? new LockHolder(most.Stack, (long)most.Weight) : null;

        (StackId Stack, double Weight)[] NotEntering(PlaceTally seen) =>
            [.. seen.Stacks.Where(one => !IsEntering(one.Stack, entries, table))];
    }

    /// <summary>
    /// The place where owners acquired the lock; none if it is known for less than half of the time that others waited.
    /// </summary>
    public static LockHolder Acquired(PlaceTally acquired, double waited, StackTable table) =>
        acquired.Stacks.Sum(one => one.Weight) >= waited / 2 ? new LockHolder(acquired.Heaviest(table), 0) : default;

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
