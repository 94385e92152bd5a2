using System.Globalization;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The id of a span within its trace, without the text; for comparison only.</summary>
/// <param name="Number">The number that the id is; 0 if it is unknown.</param>
internal readonly record struct SpanKey(ulong Number)
{
    /// <summary>Whether it is known.</summary>
    public bool IsKnown => Number != 0;

    /// <summary>That of a span.</summary>
    public static SpanKey Of(in Span span) => Parse(span.SpanId);

    /// <summary>That of the span in which a span started.</summary>
    public static SpanKey OfParent(in Span span) => Parse(span.ParentId);

    private static SpanKey Parse(string id) =>
        new(ulong.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            ? number
            : 0);
}
