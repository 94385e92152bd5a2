using Contrail.Analysis.Filters;

namespace Contrail.Tool.Arguments;

/// <summary>
/// The time range of a filter of <c>contrail cut</c>. A cut copies whole blocks of events, so that it cannot select
/// events by their other fields.
/// </summary>
/// <param name="From">The start; null for the start of the file.</param>
/// <param name="To">The end; null for the end of the file.</param>
internal sealed record CutFilter(Moment? From, Moment? To)
{
    private const string OnlyTime = "cut copies whole blocks of events and can select only by time";

    private static readonly FilterFields Fields =
        new([new FilterField("time", FilterFieldType.Time)], OnlyTime);

    /// <summary>Parses an expression; null if it is not a time range.</summary>
    public static CutFilter? Parse(string expression, out FilterError? error)
    {
        CutFilter found = new(null, null);
        if (Filter.Parse(expression, Fields, out error) is not { } filter)
        {
            return null;
        }

        if (OtherThanAnd(filter.Root) is { } node)
        {
            error = new FilterError(node.Position, $"{OnlyTime}: one range, without 'or' and 'not'");
            return null;
        }

        foreach (FilterComparison comparison in filter.Root.Comparisons)
        {
            (Moment? from, Moment? to) = RangeOf(comparison);
            if ((from is not null && found.From is not null) || (to is not null && found.To is not null))
            {
                error = new FilterError(comparison.Position, "the range has this bound already");
                return null;
            }

            found = new CutFilter(from ?? found.From, to ?? found.To);
        }

        return found;
    }

    // The range includes its bounds: what is at them is in the same block as what is next to them.
    private static (Moment? From, Moment? To) RangeOf(FilterComparison comparison) => comparison.Operator switch
    {
        FilterOperator.Less or FilterOperator.LessOrEqual => (null, comparison.Literal.From),
        FilterOperator.In => (comparison.Literal.From, comparison.Literal.To),
        _ => (comparison.Literal.From, null),
    };

    private static FilterNode? OtherThanAnd(FilterNode node) =>
        node.Kind is FilterNodeKind.Or or FilterNodeKind.Not
            ? node
            : node.Parts.Select(OtherThanAnd).FirstOrDefault(found => found is not null);
}
