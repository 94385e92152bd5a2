using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>What rules about memory take from sampled allocations, if these were recorded.</summary>
internal static class AllocationRows
{
    /// <summary>The type of which most bytes were allocated; null if it is unknown.</summary>
    public static ExaminedRow? Type(ExaminedTrace trace) => trace.FirstRow(AllocationsView.Description, "types");

    /// <summary>The code that allocated most bytes; null if none is known.</summary>
    public static ExaminedRow? Place(ExaminedTrace trace) => trace.Rows(AllocationsView.Description, "places")
        .FirstOrDefault(row => trace.CodeOf(row.Stack("stack")).Length > 0);

    /// <summary>The figure of a type; none for null.</summary>
    public static IEnumerable<Evidence> OfType(ExaminedRow? type) =>
        type is null ? [] : [type.Evidence("bytes", $"allocated as {type.Text("type")}")];

    /// <summary>The figure of a place; none for null.</summary>
    public static IEnumerable<Evidence> OfPlace(ExaminedRow? place) =>
        place is null ? [] : [place.Evidence("share", "of all bytes are allocated here")];
}
