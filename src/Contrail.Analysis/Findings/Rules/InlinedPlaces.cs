namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// Joins rows of one place in the code: the runtime of .NET may inline a method in the middle of a trace, and then its
/// caller is the place for the rest. Two places of which one calls the other are therefore one, that of the inner
/// method.
/// </summary>
internal static class InlinedPlaces
{
    /// <summary>The rows of each place, those of the inner method first.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="rows">Rows with a column <c>stack</c>.</param>
    /// <param name="kind">What rows of one place have in common, apart from the code.</param>
    public static IEnumerable<ExaminedRow[]> Join(
        ExaminedTrace trace, IEnumerable<ExaminedRow> rows, Func<ExaminedRow, string> kind)
    {
        Dictionary<Place, List<ExaminedRow>> places = [];
        foreach (ExaminedRow row in rows)
        {
            Place key = new(kind(row), trace.CodeOf(row.Stack("stack")));
            places.TryAdd(key, []);
            places[key].Add(row);
        }

        // Stacks of Go contain inlined functions.
        Dictionary<Place, Place> inner = trace.Context.HasGoroutines ? [] : InnerOf(trace, places);
        return places.GroupBy(place => InnermostOf(place.Key, inner)).Select(group => (ExaminedRow[])
        [
            .. group.OrderByDescending(place => place.Key == group.Key).SelectMany(place => place.Value),
        ]);
    }

    // By the callers of each place.
    private static Dictionary<Place, Place> InnerOf(
        ExaminedTrace trace, Dictionary<Place, List<ExaminedRow>> places)
    {
        Dictionary<Place, Place> inner = [];
        foreach ((Place key, List<ExaminedRow> rows) in places)
        {
            foreach (string caller in trace.OwnOf(rows[0].Stack("stack")).Skip(1).Where(one => one != key.Code))
            {
                inner.TryAdd(key with { Code = caller }, key);
            }
        }

        return inner;
    }

    // Methods that call each other have no innermost one: each is visited once.
    private static Place InnermostOf(Place place, Dictionary<Place, Place> inner)
    {
        HashSet<Place> visited = [place];
        while (inner.TryGetValue(place, out Place next) && visited.Add(next))
        {
            place = next;
        }

        return place;
    }

    private readonly record struct Place(string Kind, string Code);
}
