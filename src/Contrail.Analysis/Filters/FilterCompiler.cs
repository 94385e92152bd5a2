namespace Contrail.Analysis.Filters;

/// <summary>
/// Turns an expression into a test of records, once for a trace. A comparison with an unknown value is neither true nor
/// false, and neither is its negation.
/// </summary>
internal static class FilterCompiler
{
    /// <summary>The test of an expression for one kind of records.</summary>
    public static FilterTest<T> Compile<T>(FilterNode node, RecordFields<T> fields, FilterScope scope)
        where T : struct
    {
        if (node.Comparison is { } comparison)
        {
            if (fields.Find(comparison.Field) is not { } read)
            {
                return static (in T _) => null;
            }

            Func<FilterValue, bool> matches = FilterMatch.Of(comparison, scope);
            return (in T record) => read(record) is { IsKnown: true } value ? matches(value) : null;
        }

        FilterTest<T>[] parts = [.. node.Parts.Select(part => Compile(part, fields, scope))];
        if (node.Kind == FilterNodeKind.Not)
        {
            return (in T record) => !parts[0](record);
        }

        // The value that decides a combination: one false part of an 'and', one true part of an 'or'.
        bool decisive = node.Kind == FilterNodeKind.Or;
        return (in T record) =>
        {
            bool? result = !decisive;
            foreach (FilterTest<T> part in parts)
            {
                bool? one = part(record);
                if (one == decisive)
                {
                    return decisive;
                }

                result = one is null ? null : result;
            }

            return result;
        };
    }
}
