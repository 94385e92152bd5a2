using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>A valid filter of records. Immutable; safe from any thread.</summary>
/// <param name="Expression">The text.</param>
/// <param name="Root">Its parts.</param>
internal sealed record Filter(string Expression, FilterNode Root)
{
    /// <summary>What it needs in addition to what a view needs.</summary>
    public ModelNeeds Needs
    {
        get
        {
            bool hasStack = Root.Comparisons.Any(one => one.Field.Type == FilterFieldType.Stack);
            bool hasExtent = Moments.Any(one => !one.IsSinceStart);
            return (hasStack ? ModelNeeds.Stacks : ModelNeeds.None)
                | (hasExtent ? ModelNeeds.Extent : ModelNeeds.None);
        }
    }

    /// <summary>Whether it uses the time of day, not only offsets.</summary>
    public bool NeedsTimeOfDay => Moments.Any(one => !one.IsOffset);

    private IEnumerable<Moment> Moments => Root.Comparisons
        .SelectMany(one => new[] { one.Literal.From, one.Literal.To }).OfType<Moment>();

    /// <summary>A test of the records of one kind, for one trace.</summary>
    public FilterTest<T> Compile<T>(RecordFields<T> fields, FilterScope scope)
        where T : struct => FilterCompiler.Compile(Root, fields, scope);

    /// <summary>Parses an expression; null if it is invalid.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="fields">The fields that it can use.</param>
    /// <param name="error">The first error; null if it is valid.</param>
    public static Filter? Parse(string expression, FilterFields fields, out FilterError? error) =>
        FilterParser.Parse(expression, fields, out error) is { } root ? new Filter(expression, root) : null;
}
