using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Joins places in lambdas and local functions with the method that contains them, if that method calls them in any
/// stack: what is in it is its work. Those that run apart from it, such as the handlers of routes that one method
/// registers, are places of their own.
/// </summary>
internal static class OuterMethods
{
    /// <summary>The places, the heaviest first, each with the heaviest of its stacks.</summary>
    public static IEnumerable<TalliedPlace> Join(IReadOnlyList<TalliedPlace> stacks, StackTable table)
    {
        Dictionary<string, string> outer = new(StringComparer.Ordinal);
        foreach (TalliedPlace one in stacks)
        {
            if (OuterOf(one.Stack, table) is { } found)
            {
                outer[NameOf(one, table)] = found;
            }
        }

        return PlaceTally.ByPlace(stacks, table)
            .GroupBy(place => outer.GetValueOrDefault(NameOf(place, table), NameOf(place, table)))
            .Select(places => new TalliedPlace(
                places.First().Stack, places.Sum(one => one.Count), places.Sum(one => one.Weight)))
            .OrderByDescending(place => place.Weight)
            .ThenBy(place => place.Stack.Value);
    }

    private static string NameOf(in TalliedPlace place, StackTable table) =>
        table.Place(place.Stack)!.Value.Frame.FullText();

    // The outermost caller that contains it: the name of what is in a method begins with that of the method.
    private static string? OuterOf(StackId stack, StackTable table)
    {
        CodePlace place = table.Place(stack)!.Value;
        string? outer = null;
        string name = place.Frame.Name;
        for (int index = place.Depth + 1; index < table.Depth(stack); index++)
        {
            StackFrame caller = table.Frame(stack, index);
            bool contains = caller.IsNamed && caller.Name.Length < name.Length && name[caller.Name.Length] == '.'
                && name.StartsWith(caller.Name, StringComparison.Ordinal) && caller.Module == place.Frame.Module;
            outer = contains ? caller.FullText() : outer;
        }

        return outer;
    }
}
